import { createRoute } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import { expect, test, vi } from "vitest";
import { asApp, asAppSending, fixtureServer, JOBS } from "../testing/server.ts";
import type { Override } from "./override.ts";

const override: Override = ({ operationId, headers }) => {
  const wish = headers.get("X-Wish");
  if (wish === "nonsense") {
    return {
      rejection: { kind: "invalid", detail: "No.", errors: [{ path: "X-Wish", message: "is nonsense" }] },
    };
  }
  return wish === null
    ? undefined
    : { status: 418, body: { operationId, wish }, headers: { "X-Granted": wish } };
};
const lines: object[] = [];
const logger = { info: (line: object) => lines.push(line), error: () => {} };
const app = fixtureServer({ override, logger });
const wish = { "X-Wish": "tea", "X-Request-Id": "call-1" };

test("whoever stands in answers in the ports' place, with guards and request id, and it is logged", async () => {
  const response = await app.request(JOBS, asApp("GET", wish));
  expect(response.status).toBe(418);
  expect(await response.json()).toEqual({ operationId: "Get", wish: "tea" });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "cache-control": "no-store",
    "content-type": "application/json",
    "x-content-type-options": "nosniff",
    "x-granted": "tea",
    "x-request-id": "call-1",
  });
  expect(lines.at(-1)).toMatchObject({ requestId: "call-1", route: JOBS, status: 418 });
});

test("an operation that no handler serves yet is answered in its place, once all is checked", async () => {
  const unserved: Override = ({ operationId }) => ({ status: 200, body: operationId });
  const route = createRoute({ ...routes.Get, operationId: "Count", path: "/api/v1/Count" });
  const added = { ...routes, Count: route };
  vi.doMock("@hostscan/contract/routes", () => ({ routes: added }));
  vi.resetModules();
  const { fixtureServer } = await import("../testing/server.ts");
  vi.doUnmock("@hostscan/contract/routes");
  const ahead = fixtureServer({ unserved });
  expect((await ahead.request("/api/v1/Count")).status).toBe(401);
  expect(await (await ahead.request("/api/v1/Count", asApp())).json()).toBe("Count");
  expect((await fixtureServer().request("/api/v1/Count", asApp())).status).toBe(500);
});

test("it answers steps of signing in, too", async () => {
  const headers = { "Content-Type": "application/json", ...wish };
  const body = JSON.stringify({ Login: "alice", Password: "secret" });
  const response = await app.request("/signinBody", { method: "POST", headers, body });
  expect(await response.json()).toEqual({ operationId: "SigninBody", wish: "tea" });
});

test("it is not asked for calls that are refused before", async () => {
  expect((await app.request(JOBS, { headers: wish })).status).toBe(401);
  expect((await app.request(`${JOBS}?limit=0`, asApp("GET", wish))).status).toBe(400);
  expect((await app.request(JOBS, asAppSending([], wish))).status).toBe(400);
  expect((await app.request("/signinBody", { method: "POST", headers: wish })).status).toBe(400);
});

test("what it does not want is carried out, and what it rejects is a problem", async () => {
  expect(await (await app.request(JOBS, asApp())).json()).toEqual([]);
  const response = await app.request(JOBS, asApp("GET", { "X-Wish": "nonsense" }));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    detail: "No.",
    errors: [{ path: "X-Wish", message: "is nonsense" }],
  });
});
