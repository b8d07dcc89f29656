import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { TokenVerifier } from "@hostscan/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixtureServer, fixtureTokens, HOST, JOBS } from "./testing/server.ts";

const MAX_BODY_BYTES = 100_000;
const logged: { status: number }[] = [];
/** Holds back the verification of tokens while it is set. */
let verification: PromiseWithResolvers<void> | undefined;
let server: Server;
let port: number;

beforeAll(async () => {
  const logger = {
    info: (line: { status: number }) => logged.push(line),
    error: (line: { status: number }) => logged.push(line),
  };
  const tokens: TokenVerifier = {
    async verify(token) {
      await verification?.promise;
      return fixtureTokens.verify(token);
    },
  };
  const app = fixtureServer({ maxBodyBytes: MAX_BODY_BYTES, logger, tokens });
  server = createServer(getRequestListener(app.fetch));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a port");
  port = address.port;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** Writes bytes to the server, and reads until it has answered once. */
async function exchange(...parts: string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  try {
    for (const part of parts) socket.write(part);
    let text = "";
    for await (const chunk of socket) {
      text += chunk;
      if (/\r\n\r\n.*[}\]]$/s.test(text) || /Content-Length: 0\r\n/i.test(text)) return text;
    }
    return text;
  } finally {
    socket.destroy();
  }
}

const head = (method: string, path: string, ...headers: string[]) =>
  `${[`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1", "Authorization: Bearer app", ...headers].join("\r\n")}\r\n\r\n`;

test("a call and its answer go over a real socket", async () => {
  const body = JSON.stringify([HOST]);
  const answer = await exchange(
    head(
      "POST",
      `${JOBS}/ByHostIdMultiple`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
    ),
    body,
  );

  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toMatch(/\r\nX-Request-Id: [\da-f-]{36}\r\n/i);
  expect(answer).toMatch(/\r\nContent-Type: application\/json\r\n/i);
  expect(answer).toContain(HOST);
});

test("a body in chunks is read", async () => {
  const body = JSON.stringify([HOST]);
  const answer = await exchange(
    head("POST", `${JOBS}/ByHostIdMultiple`, "Content-Type: application/json", "Transfer-Encoding: chunked"),
    `5\r\n${body.slice(0, 5)}\r\n`,
    `${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`,
  );

  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test("a body that declares too great a length is refused before it comes", async () => {
  const answer = await exchange(
    head("POST", JOBS, "Content-Type: application/json", `Content-Length: ${MAX_BODY_BYTES + 1}`),
  );

  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test("a body in chunks is refused as soon as it is too long", async () => {
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const answer = await exchange(
    head("POST", JOBS, "Content-Type: application/json", "Transfer-Encoding: chunked"),
    chunk,
    chunk,
  );

  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain("urn:hostscan:problem:payload-too-large");
});

test("a call without a body, without type and length, is told that it is missing", async () => {
  const answer = await exchange(head("POST", JOBS));

  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"errors":[{"path":"","message":"is missing"}]');
});

test("a header that is sent twice does not become two", async () => {
  const answer = await exchange(head("GET", JOBS, "X-Request-Id: a", "X-Request-Id: b"));

  expect(answer).toMatch(/\r\nX-Request-Id: [\da-f-]{36}\r\n/i);
});

test("a caller who leaves while the body is read is no failure of the server", async () => {
  const before = logged.length;
  const arrived = once(server, "request");
  const socket = connect(port, "127.0.0.1");
  socket.write(head("POST", JOBS, "Content-Type: application/json", "Content-Length: 50"));
  socket.write('["a');
  await arrived;
  socket.destroy();

  await expect.poll(() => logged.length).toBe(before + 1);
  expect(logged.at(-1)?.status).toBe(400);
});

test("a caller who leaves while the token is verified is none either", async () => {
  const before = logged.length;
  verification = Promise.withResolvers();
  const arrived: Promise<[IncomingMessage]> = once(server, "request").then(([request]) => [request]);
  const socket = connect(port, "127.0.0.1");
  socket.write(
    head("POST", JOBS, "Content-Type: application/json", "Content-Length: 50").replace("app", "admin"),
  );
  const [request] = await arrived;
  socket.destroy();
  await expect.poll(() => request.destroyed).toBe(true);
  verification.resolve();

  await expect.poll(() => logged.length).toBe(before + 1);
  expect(logged.at(-1)?.status).toBe(400);
});
