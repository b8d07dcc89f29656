import type { Problem, SignInService } from "@hostscan/core";
import { getCookie } from "hono/cookie";
import { bearerOf } from "../authentication/authenticate.ts";
import type { MadeUpTokens } from "../authentication/made-up-tokens.ts";
import type { RateLimiter } from "../authentication/rate-limit.ts";
import { type Checked, pass } from "../problems/checked.ts";
import { problemResponse } from "../problems/problem-response.ts";
import { signInProblem } from "../problems/sign-in-problem.ts";
import type { Call } from "../request/call.ts";
import type { ClientAddress } from "../request/client-address.ts";
import type { CrossSiteCheck } from "../request/cross-site.ts";
import { createInputReader } from "../request/request-input.ts";
import { answerResponse } from "./answer-response.ts";
import type { RouteOf } from "./operation.ts";
import {
  DEVICE_COOKIE,
  SIGN_IN_COOKIE,
  type SignInHandler,
  type SignInOperationId,
} from "./sign-in-operation.ts";
import { answerInstead, type StandIn } from "./stand-in.ts";

/** The longest body of a step: nobody has said yet who sends it. */
const MAX_BYTES = 10_000;

/** What every step of signing in is served with. */
export interface SignInServices {
  readonly signIn: SignInService;
  readonly limit: RateLimiter | undefined;
  readonly madeUp: MadeUpTokens;
  readonly maxBodyBytes: number;
  readonly addressOf: ClientAddress;
  readonly checkSite: CrossSiteCheck;
  readonly standIn: StandIn | undefined;
}

/** Serves one step of signing in: how often does the address call, what do they want; then the handler. */
export function serveSignIn<Id extends SignInOperationId>(
  route: RouteOf<Id>,
  handler: SignInHandler<Id>,
  { signIn, limit, madeUp, maxBodyBytes, addressOf, checkSite, standIn }: SignInServices,
): (call: Call) => Promise<Response> {
  const readInput = createInputReader(route, Math.min(maxBodyBytes, MAX_BYTES));

  const tokenOf = ({ context }: Call, countMadeUp: () => Problem | undefined): Checked<string> =>
    route.security.length === 0 ? pass("") : bearerOf(context.req.header("Authorization"), countMadeUp);

  return async (call) => {
    const { requestId, context } = call;
    const foreign = checkSite(context);
    if (foreign) return problemResponse(foreign, requestId);
    const address = addressOf(context);
    const tooMany = await limit?.({ by: "address", key: address });
    if (tooMany) return problemResponse(tooMany, requestId);
    const countMadeUp = () => madeUp(address);
    const token = tokenOf(call, countMadeUp);
    if (!token.ok) return problemResponse(token.problem, requestId);
    const input = await readInput(context);
    if (!input.ok) return problemResponse(input.problem, requestId);
    const instead = answerInstead(standIn, route.operationId, call);
    if (instead) return instead;

    const cookie = getCookie(context, SIGN_IN_COOKIE);
    const device = getCookie(context, DEVICE_COOKIE);
    const step = { ...input.value, token: token.value, cookie, device, context: { address, requestId } };
    const answer = await handler(step, signIn);
    return "rejection" in answer
      ? problemResponse(signInProblem(answer.rejection, countMadeUp), requestId)
      : answerResponse(answer, requestId);
  };
}
