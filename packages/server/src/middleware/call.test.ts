import pino from "pino";
import { expect, test } from "vitest";
import { asApp, asAppSending, fixtureJobs, fixtureServer, HOST, JOBS } from "../testing/server.ts";
import { requestIdOf } from "./call.ts";

const id = { "X-Request-Id": "call-1" };

/** A server that logs by pino into an array of its lines. */
function loggingServer(jobs = fixtureJobs()) {
  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => lines.push(line) });
  return { app: fixtureServer({ jobs, logger }), lines };
}

test("a call is one line in the log: who called what, and what came of it", async () => {
  const { app, lines } = loggingServer();
  await app.request(`${JOBS}/ByHostId/${HOST}?secret=1`, asApp("POST", id));

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: 30,
      time: expect.any(Number),
      requestId: "call-1",
      method: "POST",
      route: `${JOBS}/ByHostId/{hostId}`,
      path: `${JOBS}/ByHostId/${HOST}`,
      status: 200,
      ms: expect.any(Number),
      subject: "app-1",
      address: "none",
      msg: "call",
    },
  ]);
});

test("a call that no route takes is in the log, without the route and caller that are not known", async () => {
  const { app, lines } = loggingServer();
  await app.request("/nowhere", { method: "POST", headers: id });

  const [line = {}] = lines.map((text) => JSON.parse(text));
  expect(line).toMatchObject({ requestId: "call-1", method: "POST", path: "/nowhere", status: 404 });
  expect(line).not.toHaveProperty("route");
  expect(line).not.toHaveProperty("subject");
});

test("a path cannot break the line of the log", async () => {
  const { app, lines } = loggingServer();
  await app.request('/a%0a{"level":60}\u2028b');

  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toContain("\n");
});

test("no token, key, query or body gets into the log", async () => {
  const jobs = fixtureJobs();
  const { app, lines } = loggingServer(jobs);
  const secret = { "Idempotency-Key": "do-not-log", Cookie: "do-not-log" };

  await app.request(`${JOBS}?after=do-not-log`, {
    headers: { ...secret, Authorization: "Bearer do-not-log" },
  });
  await app.request(`${JOBS}?after=do-not-log`, asApp("GET", secret));
  await app.request(JOBS, asAppSending([{ credentialName: "do-not-log" }], secret));
  jobs.createJob = async () => {
    throw Object.assign(new Error("The insert failed"), { parameters: ["do-not-log"] });
  };
  await app.request(JOBS, asAppSending([{ credentialName: "do-not-log" }], secret));

  expect(lines).toHaveLength(4);
  expect(lines.join("")).not.toContain("do-not-log");
});

test("a failure tells the caller nothing but where to look it up", async () => {
  const jobs = fixtureJobs();
  jobs.getJob = async () => {
    throw new Error("relation host_scan_job does not exist", { cause: new Error("42P01") });
  };
  const { app, lines } = loggingServer(jobs);
  const response = await app.request(`${JOBS}/${HOST}`, asApp("GET", id));

  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    type: "urn:hostscan:problem:internal",
    title: "Internal server error",
    status: 500,
    detail: "The call failed inside the service.",
    instance: "call-1",
  });
  const [line] = lines.map((text) => JSON.parse(text));
  expect(line).toMatchObject({
    level: 50,
    requestId: "call-1",
    status: 500,
    subject: "app-1",
    error: { message: "relation host_scan_job does not exist", cause: { message: "42P01" } },
    msg: "call failed",
  });
});

test("a failure without a logger is a problem all the same", async () => {
  const tokens = {
    verify: async () => {
      throw new Error("No key");
    },
  };
  expect((await fixtureServer({ tokens }).request(JOBS, asApp())).status).toBe(500);
});

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test.each(["a", "import-7.row_12", "A".repeat(128)])("%s is accepted", (id) => {
  expect(requestIdOf(id)).toBe(id);
});

test.each([undefined, "", "A".repeat(129), "a b", "a\r\nSet-Cookie: b=c", "a\n", "ä", "a/b", '{"$x":1}'])(
  "%j is replaced by a new UUID",
  (id) => {
    expect(requestIdOf(id)).toMatch(UUID);
  },
);
