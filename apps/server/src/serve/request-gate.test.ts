import { IncomingMessage } from "node:http";
import { connect, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { TLSSocket } from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import { exchange } from "../../test/raw-http.ts";
import { hostRule } from "./host-rule.ts";
import { listen } from "./http-server.ts";
import { admit } from "./request-gate.ts";

/** A server on loopback whose answers tell the URL that it was called by. */
async function serve() {
  const fetch = vi.fn((request: Request) => new Response(request.url));
  const mayBeCalled = hostRule({ isLocal: true, allowed: ["scan.example"] });
  const server = await listen(fetch, { host: "127.0.0.1", port: 0 }, { mayBeCalled });
  onTestFinished(() => server.close(0));
  return { port: server.port, fetch };
}

const send = (port: number, line: string, ...fields: string[]) =>
  exchange(port, `${[line, ...fields, "Connection: close"].join("\r\n")}\r\n\r\n`);

/** The status, the kind of problem and what guards the answer. */
function told(answer: string) {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  const id = /\r\nX-Request-Id: ([\w-]{1,128})(?:\r\n|$)/i.exec(head)?.[1];
  expect(head).toMatch(/\r\nX-Content-Type-Options: nosniff/i);
  expect(head).toMatch(/\r\nContent-Security-Policy: default-src 'none'/i);
  expect(head).toMatch(/\r\nCache-Control: no-store/i);
  const { type, status, instance } = JSON.parse(body);
  expect(instance).toBe(`urn:uuid:${id}`);
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  return `${status} ${String(type).replace("urn:hostscan:problem:", "")}`;
}

test.each([
  ["two hosts", "GET / HTTP/1.1", ["Host: localhost", "Host: localhost"]],
  ["two hosts of which one is not ours", "GET / HTTP/1.1", ["Host: localhost", "host: evil.example"]],
  ["two hosts of HTTP/1.0", "GET / HTTP/1.0", ["Host: localhost", "Host: localhost"]],
  ["no host", "GET /healthz HTTP/1.1", []],
  ["an empty host", "GET / HTTP/1.1", ["Host:"]],
  ["a host with a user", "GET / HTTP/1.1", ["Host: localhost@evil.example"]],
  ["a host with a path", "GET / HTTP/1.1", ["Host: localhost/evil.example"]],
  ["a host that is a list", "GET / HTTP/1.1", ["Host: localhost, evil.example"]],
  ["a backslash in the path", "GET /a\\b HTTP/1.1", ["Host: localhost"]],
  ["the target * of GET", "GET * HTTP/1.1", ["Host: localhost"]],
  ["another scheme", "GET ftp://localhost/ HTTP/1.1", ["Host: localhost"]],
  ["a tunnel", "CONNECT localhost:22 HTTP/1.1", ["Host: localhost:22"]],
  ["no HTTP", "hello", []],
])("%s is a bad request", async (_, line, fields) => {
  const { port, fetch } = await serve();
  expect(told(await send(port, line, ...fields))).toBe("400 validation");
  expect(fetch).not.toHaveBeenCalled();
});

test.each([
  ["by its host", "GET / HTTP/1.1", ["Host: evil.example"]],
  ["by its host, with our port", "GET / HTTP/1.1", ["Host: evil.example:6500"]],
  ["of HTTP/1.0, by its host", "GET / HTTP/1.0", ["Host: evil.example"]],
  ["by its target", "GET http://evil.example/ HTTP/1.1", ["Host: localhost"]],
  ["by its host, whatever the target", "GET http://localhost/ HTTP/1.1", ["Host: evil.example"]],
  ["of HTTP/1.0, by its target", "GET http://evil.example/ HTTP/1.0", []],
  ["that only looks like a question about health", "GET /healthz/../api HTTP/1.1", ["Host: evil.example"]],
  ["asked about other servers", "GET /x?/healthz HTTP/1.1", ["Host: evil.example"]],
])("a call meant for another server %s is misdirected", async (_, line, fields) => {
  const { port, fetch } = await serve();
  expect(told(await send(port, line, ...fields))).toBe("421 misdirected");
  expect(fetch).not.toHaveBeenCalled();
});

test.each([
  ["localhost", "GET /x HTTP/1.1", ["Host: localhost:1"], "http://localhost:1/x"],
  ["an address of loopback", "GET /x HTTP/1.1", ["Host: 127.0.0.9"], "http://127.0.0.9/x"],
  ["a configured name", "GET /x HTTP/1.1", ["Host: scan.example:9"], "http://scan.example:9/x"],
  ["a whole URL", "GET http://localhost:2/x HTTP/1.1", ["Host: localhost:2"], "http://localhost:2/x"],
  ["another name, about health", "GET /healthz HTTP/1.1", ["Host: 10.0.0.7"], "http://10.0.0.7/healthz"],
  [
    "another name, about readiness",
    "GET /readyz?a HTTP/1.1",
    ["Host: pod.example"],
    "http://pod.example/readyz?a",
  ],
])("%s is answered", async (_, line, fields, url) => {
  const { port } = await serve();
  const answer = await send(port, line, ...fields);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer.split("\r\n\r\n")[1]).toBe(url);
});

test("HTTP/1.0 needs no host, as the checks of load balancers send none", async () => {
  const { port } = await serve();
  const answer = await exchange(port, "GET /healthz HTTP/1.0\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toContain(`http://127.0.0.1:${port}/healthz`);
});

test("OPTIONS * tells the methods of the server", async () => {
  const { port } = await serve();
  expect(await send(port, "OPTIONS * HTTP/1.1", "Host: localhost")).toMatch(
    /^HTTP\/1\.1 204 No Content\r\n[\s\S]*Allow: DELETE, GET, HEAD, OPTIONS, POST\r\n/,
  );
});

test("an expectation that is not known is told", async () => {
  const { port } = await serve();
  expect(told(await send(port, "POST / HTTP/1.1", "Host: localhost", "Expect: x", "Content-Length: 1"))).toBe(
    "417 expectation-failed",
  );
});

test("a caller who waits for 100 Continue is told to go on", async () => {
  const { port } = await serve();
  const socket = connect(port, "127.0.0.1");
  socket.write(
    "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\n",
  );
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 100 Continue\r\n/);
});

test.each([
  [`GET /?q=${"x".repeat(9_000)} HTTP/1.1`, "414 uri-too-long"],
  [`GET / HTTP/1.1\r\nX: ${"x".repeat(17_000)}`, "431 header-fields-too-large"],
])("what is too long is told (%#)", async (line, problem) => {
  const { port } = await serve();
  expect(told(await send(port, line, "Host: localhost"))).toBe(problem);
});

test("the caller's own request id is told, also from below the app, and with every answer", async () => {
  const { port } = await serve();
  const fields = ["Host: evil.example", "X-Request-Id: mine-1"];
  expect(await send(port, "GET / HTTP/1.1", ...fields)).toMatch(
    /X-Request-Id: mine-1\r\n[\s\S]*"instance":"mine-1"/,
  );
  expect(await send(port, "GET /healthz HTTP/1.1", ...fields)).toMatch(
    / 200 OK\r\n[\s\S]*X-Request-Id: mine-1\r\n/i,
  );
});

test("of HEAD, a problem has its length and no content", async () => {
  const { port } = await serve();
  expect(await send(port, "HEAD / HTTP/1.1", "Host: evil.example")).toMatch(
    /Content-Length: \d{3}\r\n[^{]*\r\n\r\n$/,
  );
});

const onIpv6 = Object.defineProperties(new Socket(), {
  localAddress: { value: "::1" },
  localPort: { value: 8080 },
});

test.each([
  ["over IPv6", onIpv6, "[::1]:8080"],
  ["by a socket that has gone", new Socket(), "localhost:80"],
  ["by a socket of TLS that has gone", new TLSSocket(new Socket()), "localhost:443"],
])("a request of HTTP/1.0 that came %s is given that authority", (_, socket, host) => {
  const request = Object.assign(new IncomingMessage(socket), { httpVersion: "1.0", url: "/x?y" });
  expect(admit(request, () => false)).toBe("passes");
  expect(request.headers.host).toBe(host);
});

test("a message without a target goes nowhere", () => {
  const request = Object.assign(new IncomingMessage(new Socket()), { httpVersion: "1.0" });
  delete request.url;
  expect(admit(request, undefined)).toMatchObject({ kind: "validation" });
});
