import { routes } from "@hostscan/contract/routes";
import { expect, test } from "vitest";
import { asApp, asAppSending, fixtureServer, JOBS } from "./testing/server.ts";

const app = fixtureServer();
/** Those that a caller with a role makes. */
const operations = Object.values(routes)
  .filter(({ security }) => security.some((scheme) => "Bearer" in scheme))
  .map(({ operationId, method, path, "x-roles": roles }) => ({
    ...{ operationId, roles: roles.map((role): string => role) },
    method: method.toUpperCase(),
    path: path.replaceAll(/\{\w+\}/g, "7"),
  }));

/** The same request under another token. */
const as = (token: string, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...init.headers, Authorization: `Bearer ${token}` },
});

test.each(operations)("$operationId asks who calls before anything else", async ({ method, path }) => {
  const anonymous = await app.request(path, { method });
  expect(anonymous.status).toBe(401);
  expect(anonymous.headers.get("WWW-Authenticate")).toBe('Bearer realm="hostscan"');

  const expired = await app.request(path, as("expired", { method }));
  expect(expired.status).toBe(401);
  expect(expired.headers.get("WWW-Authenticate")).toBe('Bearer realm="hostscan", error="invalid_token"');
});

test.each(operations)("$operationId admits the roles that the document names", async (operation) => {
  const { method, path, roles } = operation;
  const statusFor = async (token: string) => (await app.request(path, as(token, { method }))).status;

  expect(await statusFor("auditor")).toBe(403);
  expect((await statusFor("app")) === 403).toBe(!roles.includes("App"));
  expect(await statusFor("admin")).not.toBe(403);
});

test("a token that cannot be checked now is told to come again", async () => {
  const response = await app.request(JOBS, as("later"));

  expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "5"]);
});

test.each<[string, string, RequestInit, number]>([
  ["a good call", JOBS, asApp(), 200],
  ["an unknown job", `${JOBS}/70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd`, asApp("DELETE"), 404],
  ["a bad request", `${JOBS}?limit=0`, asApp(), 400],
  ["an anonymous call", JOBS, {}, 401],
  ["a wrong role", JOBS, as("auditor"), 403],
  ["a wrong path", "/nowhere", {}, 404],
  ["a wrong method", JOBS, { method: "PUT" }, 405],
  ["a wrong type", JOBS, { ...asApp("POST"), body: "x" }, 415],
  ["the document", "/openapi.json", {}, 200],
])("the request id comes back from %s", async (_name, path, init, status) => {
  const response = await app.request(path, {
    ...init,
    headers: { ...init.headers, "X-Request-Id": "call-1" },
  });
  expect([response.status, response.headers.get("X-Request-Id")]).toEqual([status, "call-1"]);

  const own = await app.request(path, init);
  expect(own.headers.get("X-Request-Id")).toMatch(/^[\da-f-]{36}$/);
});

test("there is no limit to the calls unless one is set", async () => {
  for (let count = 0; count < 700; count += 1) expect((await app.request(JOBS, asApp())).status).toBe(200);
});

test("calls beyond the limit are refused, whether they were good or bad, for that subject only", async () => {
  const limited = fixtureServer({ rateLimit: { callsPerMinute: 2 } });
  expect((await limited.request(JOBS, asApp())).status).toBe(200);
  expect((await limited.request(JOBS, asAppSending("{"))).status).toBe(400);

  const response = await limited.request(JOBS, asApp());
  expect(response.status).toBe(429);
  expect(response.headers.get("Retry-After")).toBe("60");
  expect(response.headers.get("RateLimit")).toBe('"token";r=0;t=60');
  expect(response.headers.get("RateLimit-Policy")).toBe('"token";q=2;w=60');
  expect(await response.json()).toMatchObject({
    type: "urn:hostscan:problem:rate-limited",
    detail: "The token has used up its 2 calls per minute.",
  });
  expect((await limited.request(JOBS, as("admin"))).status).toBe(200);
});

test("a token is not verified anew at each call", async () => {
  let verified = 0;
  const tokens = {
    async verify() {
      verified += 1;
      return {
        ok: true,
        caller: { subject: "1", name: "", role: "App" },
        expiresAt: new Date("2999-01-01"),
      } as const;
    },
  };
  const remembering = fixtureServer({ tokens });
  await remembering.request(JOBS, asApp());
  await remembering.request(JOBS, asApp());
  expect(verified).toBe(1);
});
