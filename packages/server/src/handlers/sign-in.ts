import { generateCookie } from "hono/cookie";
import type { SignInHandler } from "../operations/sign-in-operation.ts";
import { SIGN_IN_COOKIE } from "../operations/sign-in-operation.ts";

const FIRST_STEP_SECONDS = 300;

/** A token is nobody else's business (RFC 6749, 5.1). */
const UNCACHED = { "Cache-Control": "no-store" };

export const firstStep: SignInHandler<"SigninBody"> = async ({ body, context }, signIn) => {
  const outcome = await signIn.firstStep(body, context);
  if (!outcome.ok) return outcome;
  const { token, cookie } = outcome.value;
  const attributes = { httpOnly: true, secure: true, sameSite: "Strict", path: "/" } as const;
  const header = generateCookie(SIGN_IN_COOKIE, cookie, { ...attributes, maxAge: FIRST_STEP_SECONDS });
  return { status: 200, body: token, headers: { ...UNCACHED, "Set-Cookie": header } };
};

export const secondStep: SignInHandler<"Signin2fa" | "Sigin2fa"> = async (call, signIn) => {
  const { token, cookie, body: code, context } = call;
  const outcome = await signIn.secondStep({ token, code, ...(cookie && { cookie }) }, context);
  return outcome.ok ? { status: 200, body: outcome.value, headers: UNCACHED } : outcome;
};
