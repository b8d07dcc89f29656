import type { Context } from "hono";
import type { Caller } from "../port.ts";
import { requestIdOf } from "./request-id.ts";

/** A request on its way through the server, and what has become known of it so far. */
export interface Call {
  readonly context: Context;
  readonly requestId: string;
  /** Path as the contract writes it, with its parameters in braces; undefined where no path matched. */
  readonly route: string | undefined;
  /** In milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Known once the caller's token has been verified. */
  caller?: Caller;
}

/** Takes in a request. */
export function beginCall(context: Context, route?: string): Call {
  return {
    context,
    requestId: requestIdOf(context.req.header("X-Request-Id")),
    route,
    startedAt: performance.now(),
  };
}
