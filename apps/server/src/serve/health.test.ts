import { Hono } from "hono";
import { expect, test } from "vitest";
import { addHealth, type ReadinessCheck } from "./health.ts";

const check = (name: string, ok: boolean) => ({ name, check: async () => ok });
const ready = (...checks: ReadinessCheck[]) => ({ checks, isDraining: () => false });

test("a process that lives is healthy whatever its checks say", async () => {
  const answer = await addHealth(new Hono(), ready(check("database", false))).request("/healthz");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "ok" });
});

test("it is ready when every check holds", async () => {
  const answer = await addHealth(new Hono(), ready(check("database", true), check("worker", true))).request(
    "/readyz",
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(await answer.json()).toEqual({ status: "ok", checks: { database: "ok", worker: "ok" } });
});

test("it is not ready when one does not", async () => {
  const answer = await addHealth(new Hono(), ready(check("database", true), check("worker", false))).request(
    "/readyz",
  );
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    status: "unavailable",
    checks: { database: "ok", worker: "unavailable" },
  });
});

test("once it drains it is not ready, and healthy", async () => {
  const app = addHealth(new Hono(), { checks: [check("database", true)], isDraining: () => true });
  const answer = await app.request("/readyz");
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ status: "draining", checks: { database: "ok" } });
  expect((await app.request("/healthz")).status).toBe(200);
});
