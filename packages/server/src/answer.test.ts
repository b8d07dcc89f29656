import { expect, test } from "vitest";
import { asApp, fixtureServer, JOBS } from "./testing/server.ts";

const app = fixtureServer({ rateLimit: { callsPerMinute: 1_000 } });

test.each([
  ["an answer", 200, JOBS, asApp()],
  ["a refusal", 401, JOBS, {}],
  ["a wrong path", 404, "/nowhere", {}],
  ["a wrong method", 405, JOBS, { method: "PUT" }],
  ["what a path allows", 204, JOBS, { method: "OPTIONS" }],
  [
    "a body that is not wanted",
    415,
    "/signinBody",
    { method: "POST", body: "x", headers: { "Content-Type": "a/b" } },
  ],
])("%s is data, and nobody else's", async (_, status, path, init) => {
  const response = await app.request(path, init);
  expect(response.status).toBe(status);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
});

test.each(["/openapi.json", "/openapi.yaml"])("%s is data too, and may be kept", async (path) => {
  const { headers } = await app.request(path);
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Cache-Control")).toBe("public, max-age=300");
});
