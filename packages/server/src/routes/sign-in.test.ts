import fc from "fast-check";
import { expect, test } from "vitest";
import { asApp, fixtureServer } from "../testing/server.ts";

const app = fixtureServer();

interface Sent {
  readonly type?: string;
  readonly token?: string;
  readonly cookie?: string;
}

function send(path: string, body: string | Uint8Array<ArrayBuffer>, sent: Sent = {}) {
  const { type = "application/json", token, cookie } = sent;
  const headers = {
    "Content-Type": type,
    ...(token && { Authorization: `Bearer ${token}` }),
    ...(cookie && { Cookie: cookie }),
  };
  return app.request(path, { method: "POST", headers, body });
}

const ALICE = JSON.stringify({ Login: "alice", Password: "secret" });
const FORM = "application/x-www-form-urlencoded";
const half = { token: "first-step" };

test.each(["application/json", FORM, "text/plain", "text/plain;charset=utf-8", `${FORM}; charset=utf-8`])(
  "login and password are JSON, declared as %s",
  async (type) => {
    const response = await send("/signinBody", ALICE, { type });
    expect(response.status).toBe(200);
    expect(await response.json()).toBe("first-step");
    expect(response.headers.get("Set-Cookie")).toBe(
      "hostscan-signin=crumb; Max-Age=300; Path=/; HttpOnly; Secure; SameSite=Strict",
    );
  },
);

test.each(["/signin2fa", "/sigin2fa"])("%s takes a code as text, as a number and as JSON", async (path) => {
  for (const [type, body] of [
    ["application/json", '"012345"'],
    ["application/json", "12345"],
    ["text/plain", "012345"],
    [FORM, "012345"],
    [FORM, '"012345"'],
    [FORM, "12345"],
  ] as const) {
    const response = await send(path, body, { ...half, type });
    expect([response.status, await response.json()], `${type} ${body}`).toEqual([200, "app"]);
  }
});

test("the cookie is handed on", async () => {
  const right = await send("/signin2fa", "12345", { ...half, cookie: "a=b; hostscan-signin=crumb" });
  expect(right.status).toBe(200);
  const wrong = await send("/signin2fa", "12345", { ...half, cookie: "hostscan-signin=another" });
  expect(wrong.status).toBe(401);
});

test("a known device is told by a cookie of the second step, and both steps hand it on", async () => {
  const signedIn = await send("/signin2fa", "12345", half);
  expect(signedIn.headers.get("Set-Cookie")).toBe(
    "__Host-hostscan-device=own; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict",
  );
  for (const [device, status] of [
    ["own", 200],
    ["another", 401],
  ] as const) {
    const cookie = `__Host-hostscan-device=${device}`;
    expect((await send("/signinBody", ALICE, { cookie })).status).toBe(status);
    expect((await send("/signin2fa", "12345", { ...half, cookie })).status).toBe(status);
  }
});

test.each([
  ["/signinBody", "wrong", 401],
  ["/signinBody", "waiting", 429],
  ["/signinBody", "later", 503],
])("%s refuses %s with %i", async (path, Login, status) => {
  const response = await send(path, JSON.stringify({ Login, Password: "x" }));
  expect(response.status).toBe(status);
  expect(response.headers.get("WWW-Authenticate")).toBe(status === 401 ? 'Bearer realm="hostscan"' : null);
  expect(await response.json()).toMatchObject({ status });
});

test("whoever must wait is told how long, in whole seconds", async () => {
  const { headers } = await send("/signinBody", JSON.stringify({ Login: "waiting", Password: "x" }));
  expect(headers.get("Retry-After")).toBe("12");
  expect(headers.get("RateLimit")).toBe('"sign-in";r=0;t=12');
  expect(headers.get("RateLimit-Policy")).toBe('"sign-in";q=1;w=12');
});

test("the second step asks for a token of the first, before it looks at the body", async () => {
  expect((await send("/signin2fa", "{")).status).toBe(401);
  expect((await send("/signin2fa", "12345", { token: "not-known" })).status).toBe(401);
  expect((await send("/signin2fa", "12345", { token: "app" })).status).toBe(403);
  const malformed = await send("/signin2fa", "12345", { token: '"quoted"' });
  expect(malformed.headers.get("WWW-Authenticate")).toBe('Bearer realm="hostscan", error="invalid_token"');
});

test("a token that has not passed the second factor gets no further", async () => {
  const response = await app.request("/api/v1/HostScanJob", { headers: { Authorization: "Bearer half" } });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ detail: "The token has not passed the second factor." });
});

test.each([
  ["/signinBody", ALICE],
  ["/signin2fa", "12345"],
])("%s bounds its body to 10 kB, and its types", async (path, body) => {
  const large = await send(path, " ".repeat(10_001), half);
  expect([large.status, await large.json()]).toMatchObject([
    413,
    { detail: "The body is larger than 10 kB." },
  ]);
  expect((await send(path, body, { ...half, type: "application/xml" })).status).toBe(415);
});

test("an address that calls too often is told to wait, before anything else", async () => {
  const limited = fixtureServer({ rateLimit: { callsPerMinute: 1 } });
  const call = () => limited.request("/signinBody", { method: "POST" });
  expect((await call()).status).toBe(400);
  const second = await call();
  expect([second.status, second.headers.get("RateLimit-Policy")]).toEqual([429, '"address";q=1;w=60']);
  expect((await limited.request("/api/v1/HostScanJob", asApp())).status).toBe(200);
});

const text = fc.string({ unit: "binary" });
const bodies = fc.oneof(
  fc.record({ Login: fc.oneof(text, fc.jsonValue()), Password: text, other: fc.jsonValue() }).map(toJson),
  fc.oneof(fc.integer(), fc.double(), text, fc.jsonValue()).map(toJson),
  fc.stringMatching(/^[0-9 ]{0,10}$/),
  text,
);
const bytes = fc.oneof(
  bodies.map((body) => new TextEncoder().encode(body)),
  fc.uint8Array({ maxLength: 64 }).map((array) => new Uint8Array(array)),
);

function toJson(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

test.each(["/signinBody", "/signin2fa", "/sigin2fa"])(
  "%s answers whatever body it is sent, under each type",
  async (path) => {
    const types = fc.constantFrom("application/json", FORM, "text/plain");
    await fc.assert(
      fc.asyncProperty(bytes, types, async (body, type) => {
        const response = await send(path, body, { ...half, type });
        expect([200, 400, 401, 413]).toContain(response.status);
      }),
      { numRuns: 400 },
    );
  },
);
