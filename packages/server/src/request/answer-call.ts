import type { Context } from "hono";
import { problemResponse } from "../problems/problem-response.ts";
import { beginCall, type Call, type CallPlace } from "./call.ts";
import type { CallObserver } from "./call-observer.ts";
import { withLength } from "./content-length.ts";
import { type Failure, logCall, type RequestLogger } from "./request-log.ts";

/** Who hears of every call. */
export interface CallWatchers {
  readonly logger?: RequestLogger | undefined;
  readonly observer?: CallObserver | undefined;
}

/**
 * Makes a Hono handler that takes in a call, has it answered, and tells of it. What is thrown on the way becomes a 500
 * that tells nothing of its cause; the cause is in the log, under the same request id.
 *
 * One handler does all of it, where middleware would: Hono calls a lone handler without composing a chain first.
 */
export function answerCall(
  { logger, observer }: CallWatchers,
  place: CallPlace | undefined,
  respond: (call: Call) => Response | Promise<Response>,
): (context: Context) => Promise<Response> {
  return async (context) => {
    const call = beginCall(context, place, observer);
    const end = (response: Response, failure?: Failure): Response | Promise<Response> => {
      logCall(logger, call, response.status, failure);
      call.observed?.end({
        status: response.status,
        seconds: (performance.now() - call.startedAt) / 1_000,
      });
      return withLength(context, response);
    };
    try {
      return end(await respond(call));
    } catch (error) {
      return end(internalProblem(call.requestId), { error });
    }
  };
}

const internalProblem = (requestId: string): Response =>
  problemResponse({ kind: "internal", detail: "The call failed inside the service." }, requestId);
