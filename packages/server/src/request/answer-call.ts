import type { Context } from "hono";
import { problemResponse } from "../problems/problem-response.ts";
import { beginCall, type Call } from "./call.ts";
import { logCall, type RequestLogger } from "./request-log.ts";

/**
 * Makes a Hono handler that takes in a call, has it answered, and logs it. What is thrown on the way becomes a 500
 * that tells nothing of its cause; the cause is in the log, under the same request id.
 *
 * One handler does all of it, where middleware would: Hono calls a lone handler without composing a chain first.
 */
export function answerCall(
  logger: RequestLogger | undefined,
  route: string | undefined,
  respond: (call: Call) => Response | Promise<Response>,
): (context: Context) => Promise<Response> {
  return async (context) => {
    const call = beginCall(context, route);
    try {
      const response = await respond(call);
      logCall(logger, call, response.status);
      return response;
    } catch (error) {
      const response = internalProblem(call.requestId);
      logCall(logger, call, response.status, { error });
      return response;
    }
  };
}

const internalProblem = (requestId: string): Response =>
  problemResponse({ kind: "internal", detail: "The call failed inside the service." }, requestId);
