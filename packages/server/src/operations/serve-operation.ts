import {
  type Caller,
  type HostScanJobService,
  type Problem,
  problemKinds,
  type TokenVerifier,
} from "@hostscan/core";
import { authenticate } from "../authentication/authenticate.ts";
import type { MadeUpTokens } from "../authentication/made-up-tokens.ts";
import type { RateLimiter } from "../authentication/rate-limit.ts";
import { roleProblem } from "../authentication/role.ts";
import { type Checked, stop } from "../problems/checked.ts";
import { problemResponse } from "../problems/problem-response.ts";
import { rejectionProblem } from "../problems/rejection.ts";
import type { Call } from "../request/call.ts";
import type { ClientAddress } from "../request/client-address.ts";
import { createInputReader } from "../request/request-input.ts";
import { answerResponse } from "./answer-response.ts";
import type { Handler, JobOperationId, RouteOf } from "./operation.ts";
import { answerInstead, type StandIn } from "./stand-in.ts";

/** What every operation is served with. */
export interface OperationServices {
  readonly jobs: HostScanJobService;
  readonly tokens: TokenVerifier;
  readonly limit: RateLimiter | undefined;
  readonly madeUp: MadeUpTokens;
  readonly addressOf: ClientAddress;
  readonly maxBodyBytes: number;
  readonly standIn: StandIn | undefined;
}

/** Serves one operation: who calls, may they, what do they want; then the handler, and its answer. */
export function serveOperation<Id extends JobOperationId>(
  route: RouteOf<Id>,
  handler: Handler<Id>,
  { jobs, tokens, limit, madeUp, addressOf, maxBodyBytes, standIn }: OperationServices,
): (call: Call) => Promise<Response> {
  const readInput = createInputReader(route, maxBodyBytes);

  async function admit(call: Call): Promise<Checked<Caller>> {
    const { context } = call;
    const countMadeUp = () => madeUp(addressOf(context));
    const caller = await authenticate(context.req.header("Authorization"), tokens, countMadeUp);
    if (!caller.ok) return caller;
    call.caller = caller.value;
    const problem =
      (await limit?.({ by: "token", key: caller.value.subject })) ??
      roleProblem(caller.value, route["x-roles"]);
    return problem ? stop(problem) : caller;
  }

  return async (call) => {
    const { requestId, context, observed } = call;
    const caller = await admit(call);
    if (!caller.ok) return problemResponse(caller.problem, requestId);
    const input = await readInput(context);
    if (!input.ok) return problemResponse(input.problem, requestId);
    const instead = answerInstead(standIn, route.operationId, call);
    if (instead) return instead;

    const answer = await handler(
      {
        ...input.value,
        caller: caller.value,
        requestId,
        traceParent: observed?.traceParent,
      },
      jobs,
    );
    return "rejection" in answer
      ? problemResponse(declared(rejectionProblem(answer.rejection), route), requestId)
      : answerResponse(answer, requestId);
  };
}

/** The port may reject in more ways than an operation declares; such an answer would break the contract. */
function declared(problem: Problem, { operationId, responses }: RouteOf<JobOperationId>): Problem {
  const { status } = problemKinds[problem.kind];
  if (status in responses) return problem;
  throw new Error(
    `The service rejected ${operationId} as ${problem.kind}, but ${status} is not declared for it`,
  );
}
