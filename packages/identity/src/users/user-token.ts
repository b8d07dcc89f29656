import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { ALGORITHM, AUDIENCE, ISSUER } from "../tokens/claims.ts";
import type { SigningKey } from "../tokens/signing-key.ts";

/** Who a token is for. */
export interface TokenUser {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly role: string;
  readonly sessionVersion: number;
}

/** For a cookie that tells a device on which a user has signed in, and for nothing else. */
export const DEVICE_AUDIENCE = "hostscan-device";
export const DEVICE_SECONDS = 90 * 24 * 60 * 60;

const FIRST_STEP_SECONDS = 5 * 60;
const SESSION_SECONDS = 15 * 60;

/** Claims as in the reference: `isMFA` says whether the token has passed the second factor. */
function tokenOf(user: TokenUser, isMFA: boolean, claims: { readonly cookieDigest?: string } = {}): SignJWT {
  return new SignJWT({
    userId: user.id,
    userName: user.login,
    displayName: user.displayName,
    hasMFA: true,
    isMFA,
    role: user.role,
    sessionVersion: user.sessionVersion,
    ...claims,
  });
}

function sign(
  token: SignJWT,
  user: TokenUser,
  seconds: number,
  { id: kid, key }: SigningKey,
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return token
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT", kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(user.id)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(key);
}

/** The token of the first step: good for the second one alone, for 5 minutes, with the cookie whose digest it holds. */
export function firstStepToken(user: TokenUser, cookieDigest: string, key: SigningKey): Promise<string> {
  return sign(tokenOf(user, false, { cookieDigest }), user, FIRST_STEP_SECONDS, key);
}

/** The token of a device that is known as a user's; the device keeps its id from one sign-in to the next. */
export function deviceToken(
  user: TokenUser,
  deviceId: string,
  { id: kid, key }: SigningKey,
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ deviceId, sessionVersion: user.sessionVersion })
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT", kid })
    .setIssuer(ISSUER)
    .setAudience(DEVICE_AUDIENCE)
    .setSubject(user.id)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + DEVICE_SECONDS)
    .sign(key);
}

/** The token of a user who has passed both steps, for 15 minutes. */
export function sessionToken(user: TokenUser, key: SigningKey): Promise<string> {
  return sign(tokenOf(user, true), user, SESSION_SECONDS, key);
}
