import { createCall } from "../call.ts";
import { HostScanProblem } from "../errors.ts";
import type { TokenRequest } from "../token.ts";
import { signInPaths } from "./paths.ts";
import type { SignInOptions } from "./sign-in.ts";

/** Milliseconds that either step may take. How long the code takes is up to who gives it. */
const timeoutMs = 30_000;

/** Goes through the two steps of a sign-in and gives the full token. Neither is repeated: accounts get locked out. */
export async function exchangePassword(
  { baseUrl, fetch }: TokenRequest,
  { user, password, code }: SignInOptions,
): Promise<string> {
  const step = async (path: string, body: unknown, token?: string, Cookie?: string) => {
    const call = createCall({ baseUrl, fetch, token, timeoutMs, retries: 0, idempotencyKeys: false });
    const {
      response,
      text,
      body: json = text,
    } = await call("POST", path, { body, params: { header: { Cookie } } });
    if (!response.ok || typeof json !== "string" || !json) throw new HostScanProblem(response, text);
    return { token: json, headers: response.headers };
  };

  const first = await step(signInPaths.password, { Login: user, Password: password });
  if (!code) return first.token;
  // NPS ties the steps together by cookies. A browser keeps them itself, and lets nobody read or set them.
  const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const second = await step(signInPaths.code, await code(), first.token, cookies.join("; ") || undefined);
  return second.token;
}
