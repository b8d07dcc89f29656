import { afterAll, beforeAll, expect, test } from "vitest";
import { hostIds, path, signToken } from "./call.ts";
import { scanHosts } from "./jobs.ts";
import { loadByNode } from "./load-by-node.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

let servers: ServerProcess[];

beforeAll(async () => {
  servers = await Promise.all(["hostscan", "fastify", "hono", "node"].map(startServer));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
});

const call = async (server: ServerProcess, body: unknown, token = "none") => {
  const headers = {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
    "X-Request-Id": "call-1",
  };
  return fetch(`${server.origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
};

test("all contestants answer the same", async () => {
  const token = await signToken();
  for (const server of servers) {
    const response = await call(server, hostIds, token);
    expect([server.name, response.status, await response.json()]).toEqual([
      server.name,
      200,
      scanHosts(hostIds),
    ]);
  }
});

test("the server and its peer send the same headers", async () => {
  const token = await signToken();
  const headers = servers.slice(0, 2).map(async (server) => {
    const answer = await call(server, hostIds, token);
    const { "content-type": type = "", ...others } = Object.fromEntries(answer.headers);
    return { ...others, type: type.split(";")[0], date: "", "keep-alive": "" };
  });
  const [ours, peers] = await Promise.all(headers);
  expect(ours).toEqual(peers);
  expect(ours).toMatchObject({ "x-request-id": "call-1", "x-content-type-options": "nosniff" });
});

test.each([
  ["a token that nobody signed", hostIds, false, 401],
  ["a body that is no list of ids", ["7"], true, 400],
])("the server and its peer refuse %s", async (_name, body, signed, status) => {
  const token = signed ? await signToken() : "a.b.c";
  for (const server of servers.slice(0, 2)) {
    const response = await call(server, body, token);
    expect([server.name, response.status]).toEqual([server.name, status]);
    expect(response.headers.get("Content-Type")).toMatch(/^application\/problem\+json/);
    expect(response.headers.get("X-Request-Id")).toBe("call-1");
  }
});

test("calls are counted, and their cost in CPU time", async () => {
  const [server] = servers;
  if (!server) throw new Error("No server has started");
  const before = await server.cpuTime();
  const { calls, elapsedSeconds } = await loadByNode(server.origin, await signToken(), 0.2);

  expect(calls).toBeGreaterThan(0);
  expect(elapsedSeconds).toBeGreaterThanOrEqual(0.2);
  expect(await server.cpuTime()).toBeGreaterThan(before);
});

test("calls that are refused are not counted, but fail", async () => {
  const [server] = servers;
  if (!server) throw new Error("No server has started");
  await expect(loadByNode(server.origin, "a.b.c", 0.2)).rejects.toThrow("401");
});
