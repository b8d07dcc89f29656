import type { SignInRefusal } from "@hostscan/core";

/** A step that was not taken. */
export interface RefusedStep {
  readonly ok: false;
  readonly rejection: SignInRefusal;
}

const RETRY_AFTER_SECONDS = 5;

const refusal = (reason: SignInRefusal): RefusedStep => ({ ok: false, rejection: reason });

/** The same for a login that nobody has, a wrong password and a disabled user. */
export const wrongCredentials = (): RefusedStep =>
  refusal({ kind: "refused", detail: "The login or the password is wrong." });

/** The same for a wrong code and one that was used before. */
export const wrongCode = (): RefusedStep => refusal({ kind: "refused", detail: "The code is wrong." });

export const otherCookie = (): RefusedStep =>
  refusal({ kind: "refused", detail: "The cookie is not the one that came with the token." });

export const noFirstStepToken = (): RefusedStep =>
  refusal({ kind: "forbidden", detail: "The token is not one of the first step." });

export const invalidToken = (reason: "malformed" | "expired" | "revoked" | "unknown"): RefusedStep =>
  refusal({ kind: "invalid token", reason });

export const mustWait = (retryAfterSeconds: number): RefusedStep =>
  refusal({ kind: "throttled", detail: "Signing in has failed too often.", retryAfterSeconds });

export const busy = (): RefusedStep =>
  refusal({ kind: "unavailable", detail: "Too many sign in at once.", retryAfterSeconds: 1 });

export const outOfReach = (): RefusedStep =>
  refusal({
    kind: "unavailable",
    detail: "The database is out of reach.",
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
