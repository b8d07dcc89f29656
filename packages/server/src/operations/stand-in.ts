import { problemResponse } from "../problems/problem-response.ts";
import { rejectionProblem } from "../problems/rejection.ts";
import type { Call } from "../request/call.ts";
import { answerResponse } from "./answer-response.ts";
import type { AnyAnswer, Rejected } from "./operation.ts";

/** A call that has passed every check, and is about to be carried out. */
export interface PassedCall {
  /** As in the contract. */
  readonly operationId: string;
  /** The request's. */
  readonly headers: Headers;
}

/**
 * Answers a call in the ports' place, as a mock does whose caller has asked for a certain answer; undefined leaves the
 * call to the ports. Guards and the request id are added to the answer; that the contract declares it is not checked.
 */
export type StandIn = (call: PassedCall) => AnyAnswer | Rejected | undefined;

/** The answer of whoever stands in, where anyone does and wants to. */
export function answerInstead(
  standIn: StandIn | undefined,
  operationId: string,
  { context, requestId }: Call,
): Response | undefined {
  const answer = standIn?.({ operationId, headers: context.req.raw.headers });
  if (answer === undefined) return undefined;
  return "rejection" in answer
    ? problemResponse(rejectionProblem(answer.rejection), requestId)
    : answerResponse(answer, requestId);
}
