import type { Rejection } from "@hostscan/core";
import type { MiddlewareHandler } from "hono";
import { type AnyAnswer, anyAnswer } from "../answer.ts";
import { answerProblem, rejectionProblem } from "../problem.ts";
import type { CallEnv } from "./call.ts";

/** A call that has passed every check, and is about to be carried out. */
export interface PassedCall {
  /** As in the contract. */
  readonly operationId: string;
  /** The request's. */
  readonly headers: Headers;
  readonly requestId: string;
}

/**
 * Answers a call in the ports' place, as a mock does whose caller has asked for a certain answer; undefined leaves the
 * call to the ports. Guards and the request id are added to the answer; that the contract declares it is not checked.
 */
export type Override = (call: PassedCall) => AnyAnswer | { readonly rejection: Rejection } | undefined;

/** The last middleware before the handler: lets an override answer, if it wants to. */
export function overriding(override: Override | undefined, operationId: string): MiddlewareHandler<CallEnv> {
  return async (c, next) => {
    const requestId = c.get("requestId");
    const answer = override?.({ operationId, headers: c.req.raw.headers, requestId });
    if (answer === undefined) return next();
    return "rejection" in answer
      ? answerProblem(c, rejectionProblem(answer.rejection))
      : anyAnswer(answer, requestId);
  };
}
