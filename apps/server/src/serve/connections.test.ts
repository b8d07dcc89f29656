import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type NetConnectOpts, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { handshake, makeIdentity } from "../../test/tls.ts";
import { watchConnections } from "./connections.ts";
import { type Fetch, listen, type ServingOptions } from "./http-server.ts";

const here: Fetch = () => new Response("here");

async function serve(options: ServingOptions = {}, fetch = here): Promise<number> {
  const server = await listen(fetch, { host: "::", port: 0 }, options);
  onTestFinished(() => server.close(0));
  return server.port;
}

/** A connection that stays half open: it does not close when the other side does, unless the test says so. */
async function open(port: number, options: Partial<NetConnectOpts> = {}): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** Resolves once a connection is closed, with or without an error. */
function closing(socket: Socket): Promise<void> {
  socket.on("error", () => undefined);
  return new Promise((resolve) => void socket.once("close", () => resolve()));
}

/** Waits until the server has destroyed its side: then what is written to it is answered with a reset. */
async function destroyed(socket: Socket): Promise<void> {
  const closed = closing(socket);
  const writing = setInterval(() => socket.write("\r\n"), 20);
  await closed;
  clearInterval(writing);
}

const limits = { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10, lingerTimeout: 50 };

test.each<[string, string]>([
  ["half a request", "GET / HTTP/1.1\r\nHost: a\r\n"],
  ["half a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"],
  ["no HTTP", "nonsense\r\n\r\n"],
  ["header fields without end", `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}`],
  ["a request without a host", "GET / HTTP/1.1\r\n\r\n"],
  ["a request, and wants no other", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"],
])("who sends %s and never closes is answered, and destroyed", async (_, bytes) => {
  const port = await serve(limits, async (request) => new Response(await request.text()));
  const socket = await open(port);
  socket.write(bytes);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 (200|400|408|431) /);
  await destroyed(socket);
});

test("who sends nothing is destroyed", async () => {
  const socket = await open(await serve(limits));
  socket.resume();
  await once(socket, "end");
  await destroyed(socket);
});

test("over TLS, too", async () => {
  const tls = { first: await makeIdentity(), strictSeconds: undefined, follow: () => () => {} };
  const port = await serve({ ...limits, headersTimeout: 3_000, requestTimeout: 3_000, tls });
  const socket = await handshake(port, { socket: await open(port) });
  onTestFinished(() => void socket.destroy());
  socket.write("nonsense\r\n\r\n");
  expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 400 /);
  await destroyed(socket);
});

test.each([
  ["with a length", "Content-Length: 20000000", "x".repeat(65_536)],
  ["in chunks", "Transfer-Encoding: chunked", `10000\r\n${"x".repeat(65_536)}\r\n`],
])("an answer reaches a caller who is still sending %s", async (_, field, part) => {
  const port = await serve({}, () => new Response("no", { status: 413 }));
  const socket = connect(port, "127.0.0.1");
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\n${field}\r\n\r\n`);
  // Sends on while the answer comes, as a client does that reads only when it has sent all.
  let sent = 0;
  const more = () => {
    while (sent < 200 && !socket.destroyed) {
      sent += 1;
      if (!socket.write(part)) return void socket.once("drain", more);
    }
  };
  more();
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close\r\n[\s\S]*no$/i);
});

test("who goes on sending after the answer is cut off", async () => {
  const port = await serve({}, () => new Response("no", { status: 401 }));
  const socket = await open(port);
  socket.on("error", () => undefined);
  socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000000\r\n\r\n");
  const part = Buffer.alloc(1_000_000);
  const flood = () => {
    while (!socket.destroyed && socket.write(part));
  };
  socket.on("drain", flood);
  const closed = closing(socket);
  flood();
  socket.resume();
  await closed;
  expect(socket.bytesWritten).toBeLessThan(200_000_000);
});

test("what comes after the last answer is no request", async () => {
  const fetch = vi.fn(here);
  const port = await serve(limits, fetch);
  const socket = await open(port);
  socket.write("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  await once(socket, "data");
  socket.write("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  await destroyed(socket);
  expect(fetch).toHaveBeenCalledOnce();
});

test("what is no request does not answer the one before it", async () => {
  const gate = Promise.withResolvers<void>();
  const port = await serve({}, async () => {
    await gate.promise;
    return new Response("the first");
  });
  const socket = await open(port);
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n");
  gate.resolve();
  expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 200 [\s\S]*the first$/);
});

test("who takes no answer is cut off", async () => {
  const answer = "x".repeat(50_000_000);
  const port = await serve({ ...limits, requestTimeout: 500 }, () => new Response(answer));
  const socket = await open(port);
  socket.pause();
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await destroyed(socket);
  expect(socket.bytesRead).toBeLessThan(answer.length);
});

test("who pipelines without end is cut off", async () => {
  const fetch = vi.fn(() => new Promise<Response>(() => {}));
  const port = await serve({}, fetch);
  const socket = await open(port);
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1_000));
  await destroyed(socket);
  expect(fetch.mock.calls.length).toBeLessThanOrEqual(32);
});

test("who pipelines a few gets an answer to each, in their order", async () => {
  const port = await serve({}, (request) => new Response(`<${new URL(request.url).pathname}>`));
  const socket = connect(port, "127.0.0.1");
  const paths = Array.from({ length: 20 }, (_, index) => `/${index}`);
  for (const path of paths) socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  socket.write("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const answers = [...(await text(socket)).matchAll(/<(.*)>/g)].map(([, path]) => path);
  expect(answers).toEqual([...paths, "/last"]);
});

test.each([
  ["in all", { total: 2, perAddress: 0 }, "total"],
  ["from one address", { total: 0, perAddress: 2 }, "address"],
])("connections beyond the limit %s are told so, until others end", async (_, connections, limit) => {
  const onRefused = vi.fn();
  const port = await serve({ connections: { ...connections, onRefused } });
  const [first] = [await open(port), await open(port)];
  const refused = await text(await open(port, { allowHalfOpen: false }));
  expect(refused).toMatch(
    /^HTTP\/1\.1 503 [\s\S]*Retry-After: \d+\r\n[\s\S]*"type":"urn:hostscan:problem:unavailable"/,
  );
  expect(onRefused.mock.calls).toEqual([[limit]]);
  first.destroy();
  const again = async () => (await fetch(`http://127.0.0.1:${port}/`)).status;
  await expect.poll(again).toBe(200);
});

test("addresses are counted each by itself, and a proxy not at all", async () => {
  const isExempt = (address: string) => address === "127.0.0.3";
  const port = await serve({ connections: { total: 0, perAddress: 1, isExempt } });
  const answerTo = async (localAddress: string) => {
    const socket = await open(port, { localAddress, allowHalfOpen: false });
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    return String((await once(socket, "data"))[0]).slice(9, 12);
  };
  const answers = [];
  for (const from of ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.3", "127.0.0.2"])
    answers.push(await answerTo(from));
  expect(answers).toEqual(["200", "200", "200", "200", "503"]);
});

test("over TLS, connections beyond the limit are closed before a handshake", async () => {
  const tls = { first: await makeIdentity(), strictSeconds: undefined, follow: () => () => {} };
  const port = await serve({ tls, connections: { total: 1, perAddress: 0 } });
  const first = await handshake(port);
  await expect(handshake(port)).rejects.toThrow();
  first.destroy();
});

test("a connection that is gone, and with it its address, is neither kept nor waited for", async () => {
  const server = createServer();
  const connections = watchConnections(server, 60_000, { total: 0, perAddress: 1 });
  const gone = new Socket();
  server.emit("connection", gone);
  expect([...connections.open]).toEqual([gone]);
  await once(gone.destroy(), "close");
  expect(connections.open.size).toBe(0);
  connections.endWith(gone, "the last answer");
  expect(connections.isClosing(gone)).toBe(false);
});
