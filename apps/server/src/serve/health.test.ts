import { Hono } from "hono";
import { expect, test } from "vitest";
import { addHealth } from "./health.ts";

const check = (name: string, ok: boolean) => ({ name, check: async () => ok });

test("a process that lives is healthy whatever its checks say", async () => {
  const answer = await addHealth(new Hono(), [check("database", false)]).request("/healthz");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "ok" });
});

test("it is ready when every check holds", async () => {
  const answer = await addHealth(new Hono(), [check("database", true), check("worker", true)]).request(
    "/readyz",
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(await answer.json()).toEqual({ status: "ok", checks: { database: "ok", worker: "ok" } });
});

test("it is not ready when one does not", async () => {
  const answer = await addHealth(new Hono(), [check("database", true), check("worker", false)]).request(
    "/readyz",
  );
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    status: "unavailable",
    checks: { database: "ok", worker: "unavailable" },
  });
});
