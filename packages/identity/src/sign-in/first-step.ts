import { createHash, randomBytes } from "node:crypto";
import type { FirstStep, FirstStepAttempt, Result, SignInContext, SignInRefusal } from "@hostscan/core";
import { loginKey } from "@hostscan/core";
import { failuresOf } from "../users/attempts.ts";
import { loginProblem } from "../users/user.ts";
import { firstStepToken } from "../users/user-token.ts";
import { admit, refuseWaiting } from "./admit.ts";
import { isStorm, loginBudget, passwordBudgets } from "./budgets.ts";
import { findDevice } from "./known-device.ts";
import { busy, wrongCredentials } from "./refused-steps.ts";
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
  { Login, Password, device: deviceCookie }: FirstStepAttempt,
  context: SignInContext,
): Promise<Result<FirstStep, SignInRefusal>> {
  const { db, keys, passwords, queues } = parts;
  const login = loginKey(Login);
  const user = loginProblem(login) ? undefined : await findUser(parts, "login", login);
  const device = await findDevice(keys, deviceCookie, user);
  const stormed = device === undefined && isStorm(await failuresOf(db, loginBudget(login)));
  const budgets = passwordBudgets(login, { address: context.address, device }, stormed);
  // Whoever has to wait anyway does not stand in line.
  const waiting = await refuseWaiting(db, budgets);
  if (waiting) return waiting;

  const queue = device === undefined ? queues.password : queues.devicePassword;
  const step = await queue.run(async (): Promise<Result<FirstStep, SignInRefusal>> => {
    const attempt = await admit(db, budgets);
    if (!attempt.ok) return attempt;
    const right = await passwords.matches(Password, user?.passwordHash);
    if (!user || !right || user.disabledAt) {
      await tellFailure(parts, { user, last: await attempt.failed(), context });
      return wrongCredentials();
    }
    await attempt.succeeded();
    const cookie = randomBytes(COOKIE_BYTES).toString("base64url");
    const token = await firstStepToken(user, cookieDigest(cookie), await keys.signing());
    return { ok: true, value: { token, cookie } };
  });
  return step === "full" ? busy() : step;
}
