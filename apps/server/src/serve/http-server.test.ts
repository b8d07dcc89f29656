import { Agent, get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { exchange } from "../../test/raw-http.ts";
import { type Fetch, type HttpServer, listen } from "./http-server.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };

async function serve(fetch: Fetch, limits?: Parameters<typeof listen>[2]): Promise<HttpServer> {
  const server = await listen(fetch, LOOPBACK, limits);
  onTestFinished(() => server.close(0));
  return server;
}

function request(port: number, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ port, agent, host: "127.0.0.1" }, resolve).once("error", reject);
  });
}

/** A handler whose answers wait for `release`; `reached` tells that one has begun. */
function held() {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const fetch = async () => {
    reached.resolve();
    await gate.promise;
    return new Response("done");
  };
  return { fetch, reached: reached.promise, release: gate.resolve };
}

test("a free port is taken and told", async () => {
  const { port } = await serve(() => new Response("here"));
  expect(port).toBeGreaterThan(0);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("here");
});

test("a port in use is told with a way out", async () => {
  const { port } = await serve(() => new Response());
  await expect(listen(() => new Response(), { host: "127.0.0.1", port })).rejects.toMatchObject({
    exitCode: 69,
    message: `port ${port} on 127.0.0.1 is in use: stop what holds it or choose another with --port (0 takes a free one)`,
  });
});

test("an address that is not of this machine is told", async () => {
  await expect(listen(() => new Response(), { host: "192.0.2.1", port: 0 })).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(/^cannot listen on 192\.0\.2\.1, port 0: .*EADDRNOTAVAIL/),
  });
});

test("closing lets a request in flight finish, then closes its kept-alive connection", async () => {
  const { fetch: handler, reached, release } = held();
  // By itself, a kept-alive connection would stay open for ever.
  const server = await serve(handler, { keepAliveTimeout: 0 });
  const agent = new Agent({ keepAlive: true });
  const answer = request(server.port, agent);
  await reached;
  const closed = server.close(60_000);
  release();
  expect(await text(await answer)).toBe("done");
  await closed;
  await expect(request(server.port, agent)).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/);
});

test("while it drains it answers, and keeps no connection", async () => {
  const server = await serve(() => new Response("here"));
  const agent = new Agent({ keepAlive: true });
  const before = await request(server.port, agent);
  expect(before.headers.connection).toBe("keep-alive");
  await text(before);
  const closed = server.close(0, 2_000);
  const answer = await request(server.port, agent);
  expect(answer.headers.connection).toBe("close");
  expect(await text(answer)).toBe("here");
  await closed;
  await expect(request(server.port, agent)).rejects.toThrow("ECONNREFUSED");
});

test("closing does not wait for a request longer than the grace", async () => {
  const { fetch: handler, reached, release } = held();
  const server = await serve(handler);
  const answer = request(server.port, new Agent());
  await reached;
  const broken = expect(answer).rejects.toThrow(/socket hang up|ECONNRESET/);
  await server.close(1);
  await broken;
  release();
});

test("a request that does not arrive in time is a problem document", async () => {
  const limits = { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10 };
  const { port } = await serve(() => new Response(), limits);
  const answer = await exchange(port, "GET / HTTP/1.1\r\nHost: a\r\n");
  expect(answer).toMatch(
    /^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*Content-Type: application\/problem\+json\r\n/,
  );
});

test("header fields beyond the limit are a problem document", async () => {
  const { port } = await serve(() => new Response());
  const answer = await exchange(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`);
  expect(answer).toMatch(
    /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n[\s\S]*Content-Type: application\/problem\+json\r\n/,
  );
  expect(answer).toMatch(/"type":"urn:hostscan:problem:header-fields-too-large".*"status":431/);
});

test.each([
  ["bytes that are not HTTP", "nonsense\r\n\r\n"],
  ["a Host that is not one", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"],
])("%s are a problem document", async (_, bytes) => {
  const { port } = await serve(() => new Response());
  const answer = await exchange(port, bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toMatch(/content-type: application\/problem\+json/i);
  expect(answer).toContain('"title":"Invalid request","status":400');
});

test("a path and query beyond the limit are a problem document, before anything is done", async () => {
  const handler = vi.fn(() => new Response());
  const { port } = await serve(handler);
  const answer = await exchange(port, `GET /${"x".repeat(8_192)} HTTP/1.1\r\nHost: a\r\n\r\n`);
  expect(answer).toMatch(
    /^HTTP\/1\.1 414 URI Too Long\r\n[\s\S]*Content-Type: application\/problem\+json\r\n/,
  );
  expect(answer).toMatch(/"type":"urn:hostscan:problem:uri-too-long".*"status":414/);
  expect(handler).not.toHaveBeenCalled();
  await exchange(port, `GET /${"x".repeat(8_191)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  expect(handler).toHaveBeenCalledOnce();
});

test("a body that does not arrive in time is a problem document", async () => {
  const limits = { headersTimeout: 500, requestTimeout: 500, connectionsCheckingInterval: 10 };
  const { port } = await serve(async (request) => new Response(await request.text()), limits);
  const head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";
  expect(await exchange(port, `${head}slow`)).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
});

test("what is refused before there is a request is no more than data, too", async () => {
  const { port } = await serve(() => new Response());
  const answer = await exchange(port, "nonsense\r\n\r\n");
  expect(answer).toContain("\r\nX-Content-Type-Options: nosniff\r\n");
  expect(answer).toContain("\r\nCache-Control: no-store\r\n");
});
