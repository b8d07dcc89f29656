import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestFolder, type TestFolder } from "./data-folder.ts";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { startProcess } from "./process.ts";
import { exchange } from "./raw-http.ts";
import { startServing } from "./running-server.ts";

let installation: TestInstallation;
let folder: TestFolder;
beforeAll(async () => {
  [installation, folder] = await Promise.all([makeTestInstallation(), makeTestFolder()]);
});
afterAll(() => Promise.all([installation.drop(), folder.remove()]));

const JOBS = "/api/v1/HostScanJob";

test.each([
  ["on every address", { HOSTSCAN_HOST: "0.0.0.0" }, /^hostscan-server: on 0\.0\.0\.0, tokens and passwords/],
  [
    "half a certificate",
    { HOSTSCAN_TLS_CERT: "cert.pem" },
    /HOSTSCAN_TLS_CERT and HOSTSCAN_TLS_KEY go together/,
  ],
  [
    "a certificate that is not there",
    { HOSTSCAN_TLS_CERT: "/nowhere/cert.pem", HOSTSCAN_TLS_KEY: "/nowhere/key.pem" },
    /cannot be read: ENOENT/,
  ],
  [
    "half a provider",
    { HOSTSCAN_OIDC_ISSUER: "https://login.example" },
    /HOSTSCAN_OIDC_AUDIENCE go together/,
  ],
  ["a proxy that is not named", { HOSTSCAN_BEHIND_PROXY: "true" }, /HOSTSCAN_TRUSTED_PROXIES/],
])("%s is refused at start", async (_, env, reason) => {
  const { ended, err } = startProcess(["serve", "--port", "0"], { env: { ...installation.env, ...env } });
  expect((await ended).code).toBe(78);
  expect(err()).toMatch(reason);
  expect(err().trimEnd().split("\n")).toHaveLength(1);
});

test("behind a proxy it listens on every address, for the pages that it is told of", async () => {
  const env = {
    ...installation.env,
    HOSTSCAN_HOST: "0.0.0.0",
    HOSTSCAN_CORS_ORIGINS: "https://portal.example",
  };
  const { url } = await startServing(["--behind-proxy", "--trusted-proxies", "127.0.0.1/32"], { env });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const answer = await fetch(`${url}${JOBS}`, { headers: { Origin: "https://portal.example" } });
  expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([
    401,
    "https://portal.example",
  ]);
  expect((await fetch(`${url}/healthz`)).headers.get("X-Content-Type-Options")).toBe("nosniff");
});

test("without the pages it tells of none and has none", async () => {
  const server = await startServing(["--docs", "off"], { env: installation.env });
  expect(JSON.parse(server.out())).not.toHaveProperty("docsUrl");
  expect((await fetch(`${server.url}/docs/`)).status).toBe(404);
});

test("with a certificate of its own it serves HTTPS, which the file in the data folder vouches for", async () => {
  const env = { ...installation.env, HOSTSCAN_DATA_DIR: folder.dataDir };
  const server = await startServing(["--self-signed"], { env });
  const ca = await readFile(join(folder.dataDir, "tls-self-signed.pem"), "utf8");
  const { fingerprint256 } = new X509Certificate(ca);
  expect(JSON.parse(server.out())).toMatchObject({ fingerprint: fingerprint256 });
  for (const host of ["127.0.0.1", "localhost"]) {
    const call = request(`https://${host}:${new URL(server.url).port}${JOBS}`, { ca }).end();
    const [answer]: IncomingMessage[] = await once(call, "response");
    answer?.resume();
    expect([answer?.statusCode, answer?.headers["strict-transport-security"]]).toEqual([401, undefined]);
  }
});

test("a provider that is down takes down its own tokens alone", async () => {
  // It had a port, and has gone.
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const address = gone.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  await once(gone.close(), "close");
  const flags = ["--oidc-issuer", issuer, "--oidc-audience", "hostscan"];
  const { url } = await startServing(flags, { env: installation.env });
  const call = (token: string) => fetch(`${url}${JOBS}`, { headers: { Authorization: `Bearer ${token}` } });

  const own = (await installation.run(["token", "issue", "--name", "ci"])).out.trim();
  expect((await call(own)).status).toBe(200);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: issuer, aud: "hostscan", sub: "alice", exp: 9_999_999_999 };
  const answer = await call(`${part({ alg: "RS256", kid: "a" })}.${part(claims)}.AAAA`);
  expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "5"]);
  expect((await call(own)).status).toBe(200);
});

test("callers behind a trusted proxy are limited each by their own address", async () => {
  const flags = ["--rate-limit", "1", "--trusted-proxies", "127.0.0.0/8"];
  const { url } = await startServing(flags, { env: installation.env });
  const signIn = async (address: string) => {
    const headers = { "Content-Type": "application/json", "X-Forwarded-For": `10.9.9.9, ${address}` };
    const body = JSON.stringify({ Login: "nobody", Password: "wrong" });
    return (await fetch(`${url}/signinBody`, { method: "POST", headers, body })).status;
  };
  expect(await signIn("192.0.2.1")).toBe(401);
  expect(await signIn("192.0.2.1")).toBe(429);
  expect(await signIn("192.0.2.2")).toBe(401);
});

test("on loopback it answers to names of this machine and those it is told of, and so do its metrics", async () => {
  const env = { ...installation.env, HOSTSCAN_ALLOWED_HOSTS: "hostscan.example" };
  const server = await startServing(["--metrics-port", "0"], { env });
  const { metricsUrl } = JSON.parse(server.out());
  const statusOf = async (url: string, path: string, host: string) => {
    const bytes = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    const [, status] = /^HTTP\/1\.1 (\d+) /.exec(await exchange(Number(new URL(url).port), bytes)) ?? [];
    return Number(status);
  };
  for (const [url, path, answered] of [
    [server.url, JOBS, 401],
    [server.url, "/openapi.json", 200],
    [metricsUrl, "/metrics", 200],
  ] as const) {
    for (const host of ["localhost", "127.0.0.1:80", "hostscan.example", "HOSTSCAN.example.:8080"])
      expect(await statusOf(url, path, host)).toBe(answered);
    for (const host of ["rebound.example", "127.0.0.1.rebound.example", "10.1.2.3"])
      expect(await statusOf(url, path, host)).toBe(421);
    expect(await statusOf(url, path, "two names")).toBe(400);
  }
  expect(await statusOf(server.url, "/healthz", "rebound.example")).toBe(200);
});

test.each([
  ["x-forwarded-for", "X-Forwarded-Host", "portal.example"],
  ["forwarded", "Forwarded", 'for=192.0.2.1;host="portal.example";proto=https'],
])(
  "behind a trusted proxy that writes %s, a page of the host it was called by may sign in",
  async (kind, name, value) => {
    const headers = { "Content-Type": "application/json", Origin: "https://portal.example" };
    const post = async (url: string, more: Readonly<Record<string, string>>) => {
      const body = JSON.stringify({ Login: "nobody", Password: "wrong" });
      return (await fetch(`${url}/signinBody`, { method: "POST", headers: { ...headers, ...more }, body }))
        .status;
    };
    const flags = ["--forwarded-header", kind, "--trusted-proxies"];
    const { url } = await startServing([...flags, "127.0.0.1/32"], { env: installation.env });
    expect(await post(url, { [name]: value })).toBe(401);
    expect(await post(url, { [name]: value.replace("portal", "other") })).toBe(403);
    expect(await post(url, {})).toBe(403);
    const stranger = await startServing([...flags, "192.0.2.7/32"], { env: installation.env });
    expect(await post(stranger.url, { [name]: value })).toBe(403);
  },
);

test("U+0000 and broken escapes in a path, a query and a cookie are no fault of the server", async () => {
  const { url } = await startServing([], { env: installation.env });
  const token = (await installation.run(["token", "issue", "--name", "escapes"])).out.trim();
  const get = async (path: string) =>
    (await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${token}` } })).status;
  for (const text of ["%00", "%", "%ff", "%ED%A0%80", "%2e%2e%2f"]) {
    expect(await get(`/${text}`)).toBe(404);
    expect(await get(`/docs/${text}`)).toBe(404);
    expect(await get(`${JOBS}/${text}`)).toBe(400);
  }
  for (const name of ["limit", "cursor", "unknown"]) expect(await get(`${JOBS}?${name}=%00`)).toBe(400);
  for (const value of ["%00", "%", "%ff", '"', "=", "\t"]) {
    const answer = await fetch(`${url}/signinBody`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Cookie: `hostscan-signin=${value}; __Host-hostscan-device=${value}`,
      },
      body: JSON.stringify({ Login: `cookie-${value}`, Password: "wrong" }),
    });
    expect(answer.status).toBe(401);
  }
});
