import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { handshake, keptConnection, makeIdentity } from "../../../test/tls.ts";
import { listen, type ServingOptions } from "../http-server.ts";

async function serve({ strictSeconds, ...limits }: ServingOptions & { strictSeconds?: number } = {}) {
  const tls = { first: await makeIdentity(), strictSeconds, follow: () => () => {} };
  const server = await listen(() => new Response("here"), { host: "127.0.0.1", port: 0 }, { ...limits, tls });
  onTestFinished(() => server.close(0));
  return server;
}

test.each(["TLSv1.2", "TLSv1.3"] as const)("%s is spoken", async (version) => {
  const { port } = await serve();
  const socket = await handshake(port, { minVersion: version, maxVersion: version });
  expect(socket.getProtocol()).toBe(version);
  socket.destroy();
});

test.each(["TLSv1", "TLSv1.1"] as const)("%s is not, whatever the caller puts up with", async (version) => {
  const { port } = await serve();
  const old = { minVersion: version, maxVersion: version, ciphers: "ALL:@SECLEVEL=0" } as const;
  await expect(handshake(port, old)).rejects.toThrow(/alert protocol version/);
});

test.each([
  [31_536_000, "max-age=31536000"],
  [undefined, undefined],
])("browsers are told to come back over TLS for %s seconds", async (strictSeconds, header) => {
  const { port } = await serve(strictSeconds === undefined ? {} : { strictSeconds });
  const connection = keptConnection(port);
  onTestFinished(() => connection.close());
  expect((await connection.get()).headers["strict-transport-security"]).toBe(header);
});

test("a caller who speaks plain HTTP, or does not go on with the handshake, is cut off", async () => {
  const { port } = await serve({ headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10 });
  const plain = connect(port, "127.0.0.1");
  plain.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const silent = connect(port, "127.0.0.1");
  const heard = async (socket: Socket) => {
    const parts: Buffer[] = [];
    socket.on("data", (part: Buffer) => parts.push(part));
    // Whether it is cut off before or after its bytes are read, it is told nothing.
    socket.on("error", () => undefined);
    await once(socket, "close");
    return parts.length;
  };
  expect(await Promise.all([heard(plain), heard(silent)])).toEqual([0, 0]);
});

test("a request that does not arrive in time is a problem document", async () => {
  const { port } = await serve({
    headersTimeout: 3_000,
    requestTimeout: 3_000,
    connectionsCheckingInterval: 10,
  });
  const socket = await handshake(port);
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n");
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json\r\n/i);
});

test("closing does not wait for a handshake longer than the grace", async () => {
  const server = await serve();
  const silent = connect(server.port, "127.0.0.1");
  await once(silent, "connect");
  const cut = once(silent, "close");
  // Its connection has been taken when another one after it is served.
  (await handshake(server.port)).destroy();
  await server.close(1);
  await cut;
  expect(silent.destroyed).toBe(true);
});

test.each([
  "ECDHE-ECDSA-AES128-SHA256",
  "ECDHE-ECDSA-AES256-SHA384",
  "ECDHE-ECDSA-AES128-SHA",
  "AES128-GCM-SHA256",
  "AES256-SHA",
  "DHE-RSA-AES128-SHA256",
])("the suite %s of TLS 1.2 is not agreed on", async (suite) => {
  const { port } = await serve();
  const only = { maxVersion: "TLSv1.2", ciphers: `${suite}:@SECLEVEL=0` } as const;
  await expect(handshake(port, only)).rejects.toThrow(/handshake failure/);
});

test("a caller of TLS 1.2 gets an authenticated suite with forward secrecy, whatever it asks for first", async () => {
  const { port } = await serve();
  const ciphers = "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-GCM-SHA256:AES256-SHA";
  const socket = await handshake(port, { maxVersion: "TLSv1.2", ciphers });
  expect(socket.getCipher().name).toBe("ECDHE-ECDSA-AES128-GCM-SHA256");
  socket.destroy();
});

test("nobody signs the handshake with SHA-1", async () => {
  const { port } = await serve();
  const only = { maxVersion: "TLSv1.2", sigalgs: "ecdsa_sha1", ciphers: "DEFAULT:@SECLEVEL=0" } as const;
  await expect(handshake(port, only)).rejects.toThrow();
});
