import { isObject, parseJson } from "../json.ts";

/** Milliseconds before its end at which a token is no longer used, so that a call does not outlive it. */
const margin = 30_000;

/**
 * Milliseconds for which a token that has just come may be used. One without an expiry, or that is no JWT
 * (RFC 7519), is used until the server refuses it.
 */
export function freshFor(token: string): number {
  const claims = claimsOf(token);
  const { exp, iat } = isObject(claims) ? claims : {};
  if (typeof exp !== "number") return Number.POSITIVE_INFINITY;
  // From its own issue, where it tells it, so that this machine's clock may be wrong.
  const life = exp * 1_000 - (typeof iat === "number" ? iat * 1_000 : Date.now());
  return life - Math.min(margin, life / 2);
}

function claimsOf(token: string): unknown {
  const payload = token.split(".")[1] ?? "";
  try {
    return parseJson(atob(payload.replace(/-/g, "+").replace(/_/g, "/")));
  } catch {
    return undefined;
  }
}
