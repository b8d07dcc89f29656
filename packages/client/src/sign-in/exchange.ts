import { HostScanProblem } from "../errors.ts";
import { createExchange } from "../fetch/exchange.ts";
import { pathOf } from "../fetch/request-body.ts";
import { bearer, type TokenRequest } from "../fetch/token.ts";
import type { paths } from "../generated/types.ts";
import { parseJson } from "../json.ts";
import type { SignInOptions } from "./sign-in.ts";

/** Where one signs in. */
const signInPaths = {
  password: "/signinBody",
  code: "/signin2fa",
} as const satisfies Record<string, keyof paths>;

/** Milliseconds that either step may take. How long the code takes is up to who gives it. */
const timeoutMs = 30_000;

/** Goes through the two steps of a sign-in and gives the full token. Neither is repeated: accounts get locked out. */
export async function exchangePassword(
  { baseUrl, fetch }: TokenRequest,
  { user, password, code }: SignInOptions,
): Promise<string> {
  const exchange = createExchange({ fetch, timeoutMs, retries: 0 });
  const step = async (path: string, body: unknown, more: Record<string, string> = {}) => {
    const headers = { Accept: "application/json", "Content-Type": "application/json", ...more };
    const request = new Request(baseUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
    const { response, text } = await exchange(request);
    const json = parseJson(text);
    const told = json === undefined ? text : json;
    // In the characters of a bearer token (RFC 6750, 2.1), which a proxy's page is not in.
    if (!response.ok || typeof told !== "string" || !/^[\w.~+/-]+=*$/.test(told))
      throw new HostScanProblem(response, text, { method: "POST", path: pathOf(request.url) });
    return { token: told, headers: response.headers };
  };

  const first = await step(signInPaths.password, { Login: user, Password: password });
  if (!code) return first.token;
  // NPS ties the steps together by cookies. A browser keeps them itself, and lets nobody read or set them.
  const cookies = cookiesOf(first.headers)
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
  const more = { Authorization: bearer(first.token), ...(cookies && { Cookie: cookies }) };
  const second = await step(signInPaths.code, await code(), more);
  return second.token;
}

/** The cookies that an answer sets; a platform without `getSetCookie` joins them by commas, which dates have, too. */
function cookiesOf(headers: Headers): string[] {
  if (typeof headers.getSetCookie === "function") return headers.getSetCookie();
  return (headers.get("Set-Cookie") ?? "").split(/,\s*(?=[^;,=\s]+=)/).filter((cookie) => cookie !== "");
}
