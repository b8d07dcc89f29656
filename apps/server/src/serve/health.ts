import { PRIVATE_HEADERS, withLength } from "@hostscan/server";
import type { Env, Hono } from "hono";

/** One thing that has to be there before this process can do its work. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves to whether it is there; never rejects. */
  check(): Promise<boolean>;
}

/** What there is to tell of a process's readiness. */
export interface Readiness {
  readonly checks: readonly ReadinessCheck[];
  /** It is about to stop, and wants no more calls. */
  readonly isDraining: () => boolean;
}

/**
 * Adds `/healthz` and `/readyz` to an app. The former answers as long as the process lives; the latter
 * answers 200 when every check holds and else 503, with the state of each; and 503 once the process drains. Neither needs
 * a token, and neither tells more than names.
 */
export function addHealth<E extends Env>(app: Hono<E>, { checks, isDraining }: Readiness): Hono<E> {
  app.get("/healthz", (c) => withLength(c, c.json({ status: "ok" }, 200, { ...PRIVATE_HEADERS })));
  app.get("/readyz", async (c) => {
    const results = await Promise.all(checks.map(async ({ name, check }) => ({ name, ok: await check() })));
    const draining = isDraining();
    const ready = results.every(({ ok }) => ok) && !draining;
    const states = Object.fromEntries(results.map(({ name, ok }) => [name, ok ? "ok" : "unavailable"]));
    const body = { status: draining ? "draining" : ready ? "ok" : "unavailable", checks: states };
    return withLength(c, c.json(body, ready ? 200 : 503, { ...PRIVATE_HEADERS }));
  });
  return app;
}
