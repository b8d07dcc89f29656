import { createHash, randomBytes } from "node:crypto";
import type { FirstStep, SignInContext, SignInOutcome } from "@hostscan/server";
import { loginKey, loginProblem } from "../users/user.ts";
import { firstStepToken } from "../users/user-token.ts";
import { admit } from "./admission.ts";
import { busy, wrongCredentials } from "./outcomes.ts";
import { tellFailure } from "./sign-in-events.ts";
import type { SignInParts } from "./sign-in-service.ts";
import { findUser } from "./sign-in-user.ts";

const COOKIE_BYTES = 32;

/** What a token of the first step holds of its cookie. */
export function cookieDigest(cookie: string): string {
  return createHash("sha256").update(cookie).digest("base64url");
}

/** Checks login and password. A login that nobody has costs the same work as one with a wrong password. */
export async function takeFirstStep(
  parts: SignInParts,
  { Login, Password }: { readonly Login: string; readonly Password: string },
  context: SignInContext,
): Promise<SignInOutcome<FirstStep>> {
  const { db, keys, passwords } = parts;
  const login = loginKey(Login);
  const attempt = await admit(db, context.address, "login", login);
  if (!attempt.ok) return attempt;
  const user = loginProblem(login) ? undefined : await findUser(parts, "login", login);
  const right = await passwords.matches(Password, user?.passwordHash);
  if (right === "busy") {
    await attempt.takenBack();
    return busy();
  }
  if (!user || !right || user.disabledAt) {
    await tellFailure(parts, { user, last: attempt.last, context });
    return wrongCredentials();
  }
  await attempt.succeeded();
  const cookie = randomBytes(COOKIE_BYTES).toString("base64url");
  const token = await firstStepToken(user, cookieDigest(cookie), await keys.signing());
  return { ok: true, value: { token, cookie } };
}
