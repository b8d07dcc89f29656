import { PRIVATE_HEADERS, withLength } from "@hostscan/server";
import type { Env, Hono } from "hono";

/** One thing that has to be there before this process can do its work. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves to whether it is there; never rejects. */
  check(): Promise<boolean>;
}

/**
 * Adds `/healthz` and `/readyz` to an app. The former answers as long as the process lives; the latter
 * answers 200 when every check holds and else 503, with the state of each. Neither needs a token, and neither tells
 * more than names.
 */
export function addHealth<E extends Env>(app: Hono<E>, checks: readonly ReadinessCheck[]): Hono<E> {
  app.get("/healthz", (c) => withLength(c, c.json({ status: "ok" }, 200, { ...PRIVATE_HEADERS })));
  app.get("/readyz", async (c) => {
    const results = await Promise.all(checks.map(async ({ name, check }) => ({ name, ok: await check() })));
    const ready = results.every(({ ok }) => ok);
    const states = Object.fromEntries(results.map(({ name, ok }) => [name, ok ? "ok" : "unavailable"]));
    const body = { status: ready ? "ok" : "unavailable", checks: states };
    return withLength(c, c.json(body, ready ? 200 : 503, { ...PRIVATE_HEADERS }));
  });
  return app;
}
