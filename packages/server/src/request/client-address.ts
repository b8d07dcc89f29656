import type { Context } from "hono";
import { incomingOf } from "./incoming.ts";

/** Stands for the address of a call that came without a socket. */
const NONE = "none";

/** The address that a call comes from; the one place that tells. */
export function clientAddress({ env }: Pick<Context, "env">): string {
  return incomingOf(env)?.socket.remoteAddress ?? NONE;
}
