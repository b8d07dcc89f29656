import type { Caller } from "@hostscan/core";
import type { Context } from "hono";
import type { CallObserver, ObservedCall } from "./call-observer.ts";
import { requestIdOf } from "./request-id.ts";

/** What takes a call. */
export interface CallPlace {
  /** Path as the contract writes it, with its parameters in braces. */
  readonly route: string;
  /** The operation's id in the contract, or the path of a document. */
  readonly operation: string;
}

/** A request on its way through the server, and what has become known of it so far. */
export interface Call {
  readonly context: Context;
  readonly requestId: string;
  /** Path as the contract writes it, with its parameters in braces; undefined where no path matched. */
  readonly route: string | undefined;
  /** In milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Where calls are observed. */
  readonly observed: ObservedCall | undefined;
  /** Known once the caller's token has been verified. */
  caller?: Caller;
}

/** Takes in a request. */
export function beginCall(context: Context, place?: CallPlace, observer?: CallObserver): Call {
  return {
    context,
    requestId: requestIdOf(context.req.header("X-Request-Id")),
    route: place?.route,
    startedAt: performance.now(),
    observed: observer?.begin({
      method: context.req.method,
      operation: place?.operation,
      route: place?.route,
      traceParent: context.req.header("traceparent"),
      traceState: context.req.header("tracestate"),
    }),
  };
}
