import { generateCookie } from "hono/cookie";
import type { SignInHandler } from "../operations/sign-in-operation.ts";
import { DEVICE_COOKIE, SIGN_IN_COOKIE } from "../operations/sign-in-operation.ts";

const FIRST_STEP_SECONDS = 300;

/** A token is nobody else's business (RFC 6749, 5.1). */
const UNCACHED = { "Cache-Control": "no-store" };

const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: "Strict", path: "/" } as const;

export const firstStep: SignInHandler<"SigninBody"> = async ({ body, device, context }, signIn) => {
  const outcome = await signIn.firstStep({ ...body, ...(device && { device }) }, context);
  if (!outcome.ok) return outcome;
  const { token, cookie } = outcome.value;
  const header = generateCookie(SIGN_IN_COOKIE, cookie, { ...ATTRIBUTES, maxAge: FIRST_STEP_SECONDS });
  return { status: 200, body: token, headers: { ...UNCACHED, "Set-Cookie": header } };
};

export const secondStep: SignInHandler<"Signin2fa" | "Sigin2fa"> = async (call, signIn) => {
  const { token, cookie, device, body: code, context } = call;
  const sent = { ...(cookie && { cookie }), ...(device && { device }) };
  const outcome = await signIn.secondStep({ token, code, ...sent }, context);
  if (!outcome.ok) return outcome;
  const { token: body, device: known } = outcome.value;
  const header =
    known && generateCookie(DEVICE_COOKIE, known.cookie, { ...ATTRIBUTES, maxAge: known.maxAgeSeconds });
  return { status: 200, body, headers: { ...UNCACHED, ...(header && { "Set-Cookie": header }) } };
};
