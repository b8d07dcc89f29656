import { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import type { Problem, SecondStep, SignInRefusal, SignInService } from "@hostscan/core";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { badToken, bearerOf, unauthenticated } from "../middleware/authenticate.ts";
import type { CallEnv } from "../middleware/call.ts";
import { answerProblem, limitProblem, unavailableProblem, wholeSeconds } from "../problem.ts";
import { answerDeclared, type Checks, forVisitors } from "./operation.ts";

/** The cookie that ties the second step to the first. */
const SIGN_IN_COOKIE = "hostscan-signin";

/** The cookie of a device on which a user has signed in; by its prefix, no other host can set it (RFC 6265bis, 4.1.3.2). */
const DEVICE_COOKIE = "__Host-hostscan-device";

const FIRST_STEP_SECONDS = 300;
const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: "Strict", path: "/" } as const;

interface TokenEnv {
  Variables: CallEnv["Variables"] & {
    /** The bearer token as it was sent. */
    token: string;
  };
}

interface SignInCall extends Pick<Context, "env" | "req"> {
  get(name: "requestId"): string;
}

/** The steps of signing in: HTTP in, one call of the port, HTTP out. */
export function signInRoutes(signIn: SignInService, checks: Checks) {
  const { addressOf, madeUp } = checks;
  const open = forVisitors(checks);
  const contextOf = (c: SignInCall) => ({ address: addressOf(c), requestId: c.get("requestId") });
  const countMadeUp = (c: SignInCall) => () => madeUp(addressOf(c));

  const bearer: MiddlewareHandler<TokenEnv> = async (c, next) => {
    const token = bearerOf(c.req.header("Authorization"), countMadeUp(c));
    if (!token.ok) return answerProblem(c, token.rejection);
    c.set("token", token.value);
    return next();
  };

  async function secondStep(c: Context<TokenEnv>, code: SecondStep["code"]) {
    const [cookie, device] = [getCookie(c, SIGN_IN_COOKIE), getCookie(c, DEVICE_COOKIE)];
    const sent = { ...(cookie && { cookie }), ...(device && { device }) };
    const step = { token: c.get("token"), code, ...sent };
    const result = await signIn.secondStep(step, contextOf(c));
    if (!result.ok) {
      return answerDeclared(c, routes.Signin2fa, signInProblem(result.rejection, countMadeUp(c)));
    }
    const { token, device: known } = result.value;
    if (known) setCookie(c, DEVICE_COOKIE, known.cookie, { ...ATTRIBUTES, maxAge: known.maxAgeSeconds });
    return c.json(token, 200);
  }

  return new OpenAPIHono()
    .openapi(open(routes.SigninBody), async (c) => {
      const device = getCookie(c, DEVICE_COOKIE);
      const attempt = { ...c.req.valid("json"), ...(device && { device }) };
      const result = await signIn.firstStep(attempt, contextOf(c));
      if (!result.ok) {
        return answerDeclared(c, routes.SigninBody, signInProblem(result.rejection, countMadeUp(c)));
      }
      const { token, cookie } = result.value;
      setCookie(c, SIGN_IN_COOKIE, cookie, { ...ATTRIBUTES, maxAge: FIRST_STEP_SECONDS });
      return c.json(token, 200);
    })
    .openapi(open(routes.Signin2fa, bearer), (c) => secondStep(c, c.req.valid("json")))
    .openapi(open(routes.Sigin2fa, bearer), (c) => secondStep(c, c.req.valid("json")));
}

/**
 * The one mapping from why a step of signing in was refused to what the caller is told.
 *
 * @param countMadeUp counts a token that was never issued, and tells where those were too many
 */
function signInProblem(refusal: SignInRefusal, countMadeUp: () => Problem | undefined): Problem {
  switch (refusal.kind) {
    case "refused":
      return unauthenticated(refusal.detail);
    case "invalid token":
      return badToken(refusal.reason, countMadeUp);
    case "forbidden":
      return { kind: "forbidden", detail: refusal.detail };
    case "throttled":
      return throttledProblem(refusal.detail, wholeSeconds(refusal.retryAfterSeconds));
    case "unavailable":
      return unavailableProblem(refusal.detail, refusal.retryAfterSeconds);
  }
}

/** One attempt, once the wait is over: that is what the fields of the limit say. */
const throttledProblem = (detail: string, seconds: number): Problem =>
  limitProblem(detail, seconds, { name: "sign-in", most: 1, left: 0, windowSeconds: seconds });
