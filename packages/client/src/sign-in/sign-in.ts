import type { TokenRequest } from "../fetch/token.ts";
import { exchangePassword } from "./exchange.ts";
import { freshFor } from "./expiry.ts";

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
 */
export function signIn(options: SignInOptions): (request: TokenRequest) => Promise<string> {
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
