import type { Logger } from "pino";
import type { Call } from "./call.ts";
import { describeError } from "./describe-error.ts";

/** Where the server logs: pino's own logger, or anything that has these two methods of it. */
export type RequestLogger = Pick<Logger, "info" | "error">;

/** What ended a call without an answer of its own. */
export interface Failure {
  readonly error: unknown;
}

/**
 * Writes the one line of a call. It holds who called what, and what came of it; never a header, a query or a body,
 * as tokens and names of the caller's hosts may be in them.
 */
export function logCall(
  logger: RequestLogger | undefined,
  call: Call,
  status: number,
  failure?: Failure,
): void {
  if (!logger) return;
  const { context, requestId, route, startedAt, caller } = call;
  const line = {
    requestId,
    method: context.req.method,
    route,
    path: context.req.path,
    status,
    ms: Math.round((performance.now() - startedAt) * 1000) / 1000,
    subject: caller?.subject,
  };
  if (failure) logger.error({ ...line, error: describeError(failure.error) }, "call failed");
  else logger.info(line, "call");
}
