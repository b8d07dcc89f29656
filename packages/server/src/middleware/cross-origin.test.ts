import { expect, test } from "vitest";
import { asApp, fixtureServer, JOBS } from "../testing/server.ts";

const PORTAL = "https://portal.example";
const app = fixtureServer({ crossOrigin: { origins: [PORTAL] } });
app.get("/added", (context) => context.text("later"));

const preflight = (origin: string, path = JOBS) =>
  app.request(path, {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "authorization,content-type",
    },
  });

const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-") || name === "vary"));

test("a preflight of an admitted origin is told what it may send", async () => {
  const response = await preflight(PORTAL);
  expect(response.status).toBe(204);
  expect(response.headers.get("X-Request-Id")).toMatch(/^[\da-f-]{36}$/);
  expect(corsOf(response)).toEqual({
    "access-control-allow-origin": PORTAL,
    "access-control-allow-methods": "GET, HEAD, OPTIONS, POST",
    "access-control-allow-headers":
      "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id, traceparent, tracestate",
    "access-control-max-age": "600",
    vary: "Origin",
  });
});

test("a preflight for a path that is none fails", async () => {
  expect((await preflight(PORTAL, "/nowhere")).status).toBe(404);
  expect((await preflight(PORTAL, "/*")).status).toBe(404);
});

test.each([
  ["an answer", 200, JOBS, asApp()],
  ["a refusal", 401, JOBS, {}],
  ["a route of the host's own", 200, "/added", {}],
])("%s is shown to a page of an admitted origin", async (_, status, path, init: RequestInit) => {
  const response = await app.request(path, { ...init, headers: { ...init.headers, Origin: PORTAL } });
  expect(response.status).toBe(status);
  expect(corsOf(response)).toEqual({
    "access-control-allow-origin": PORTAL,
    "access-control-expose-headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
    vary: "Origin",
  });
});

test.each([
  "https://portal.example.evil.test",
  "https://portal.example:444",
  "http://portal.example",
  "https://PORTAL.example",
  "null",
  "*",
])("another origin, %s, is shown nothing", async (origin) => {
  expect(corsOf(await preflight(origin))).toEqual({ vary: "Origin" });
  const answer = await app.request(JOBS, asApp("GET", { Origin: origin }));
  expect(corsOf(answer)).toEqual({ vary: "Origin" });
});

test("a call that no page makes is answered as ever", async () => {
  const options = await app.request(JOBS, { method: "OPTIONS" });
  expect([options.status, options.headers.get("Allow")]).toEqual([204, "GET, HEAD, OPTIONS, POST"]);
  expect(corsOf(options)).toEqual({ vary: "Origin" });
});

test("by default no origin is admitted", async () => {
  const response = await fixtureServer().request(JOBS, asApp("GET", { Origin: PORTAL }));
  expect(corsOf(response)).toEqual({});
});

test("a host may admit headers of its own, and show some", async () => {
  const crossOrigin = { origins: [PORTAL], sent: ["Prefer"], shown: ["Preference-Applied"] };
  const own = fixtureServer({ crossOrigin });
  const headers = { Origin: PORTAL, "Access-Control-Request-Method": "GET" };
  const asked = await own.request(JOBS, { method: "OPTIONS", headers });
  expect(asked.headers.get("Access-Control-Allow-Headers")).toMatch(
    /^Authorization, .*traceparent, tracestate, Prefer$/,
  );
  const answer = await own.request(JOBS, asApp("GET", { Origin: PORTAL }));
  expect(answer.headers.get("Access-Control-Expose-Headers")).toMatch(/^ETag, .*, Preference-Applied$/);
});
