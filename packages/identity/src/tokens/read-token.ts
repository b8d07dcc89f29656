import type { Authentication } from "@hostscan/core";
import { isUnavailable } from "@hostscan/database";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import { ALGORITHM, AUDIENCE, ISSUER } from "./claims.ts";
import type { SigningKey } from "./signing-key.ts";
import type { SigningKeys } from "./signing-keys.ts";

export type Refusal = Extract<Authentication, { readonly ok: false }>;

/** Claims that every token of ours has. */
export interface SignedClaims extends JWTPayload {
  readonly sub: string;
  readonly exp: number;
}

/** What a token says, once its signature, times and audience hold; or why it is none of ours. */
export type ReadToken = { readonly ok: true; readonly claims: SignedClaims } | Refusal;

export function refuse(reason: Refusal["reason"]): Refusal {
  return { ok: false, reason };
}

function reasonOf(error: unknown): Refusal["reason"] {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return "malformed";
  return "unknown";
}

/** The id of the key that a token says it was signed with; undefined where there is no telling. */
function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

/** Checks all that can be checked of a token without its subject: that we signed it, for this audience, and for now. */
export async function readToken(keys: SigningKeys, token: string, audience = AUDIENCE): Promise<ReadToken> {
  const id = keyIdOf(token);
  let key: SigningKey | undefined;
  try {
    key = id === undefined ? undefined : await keys.find(id);
  } catch (error) {
    if (isUnavailable(error)) return refuse("unavailable");
    throw error;
  }
  const keyFor = () => {
    if (key) return key.key;
    throw new errors.JWKSNoMatchingKey();
  };
  try {
    const { payload } = await jwtVerify<SignedClaims>(token, keyFor, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience,
      requiredClaims: ["sub", "exp"],
    });
    return { ok: true, claims: payload };
  } catch (error) {
    return refuse(reasonOf(error));
  }
}
