import { HostScanRequestError } from "../errors.ts";
import type { TokenRequest } from "../fetch/token.ts";
import { isObject, parseJson } from "../json.ts";
import { check } from "../limit.ts";
import { exchangePassword } from "./exchange.ts";

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

export interface SignInOptions {
  readonly user: string;
  readonly password: string;
  /**
   * Gives the one-time code of the second step, e.g. by asking for it, each time the sign-in has to be repeated.
   * Absent: the server asks for none.
   */
  readonly code?: (() => string | Promise<string>) | undefined;
}

/**
 * Signs in with user, password and one-time code: `token: signIn({ user, password, code })`.
 *
 * The token is kept, and got anew shortly before it expires or when the server refuses it. Calls that need one at the
 * same time wait for the same sign-in. Use one for each client.
 *
 * @throws {HostScanRequestError} of options that are none
 */
export function signIn(options: SignInOptions): (request: TokenRequest) => Promise<string> {
  // Found out by the server, a mistake would count as a wrong password.
  if (typeof options?.user !== "string" || typeof options.password !== "string")
    throw new HostScanRequestError("signIn takes user and password, both texts");
  check("function", { code: options.code });
  let current: { readonly token: string; readonly until: number } | undefined;
  let pending: Promise<string> | undefined;

  async function renew(request: TokenRequest): Promise<string> {
    try {
      const token = await exchangePassword(request, options);
      current = { token, until: performance.now() + freshFor(token) };
      return token;
    } finally {
      pending = undefined;
    }
  }

  return async (request) => {
    if (current && current.token !== request.refused && performance.now() < current.until)
      return current.token;
    pending ??= renew(request);
    return pending;
  };
}
