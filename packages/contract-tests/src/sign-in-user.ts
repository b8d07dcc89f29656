import { buildRequest } from "./call.ts";
import type { Operation } from "./document/operations.ts";
import { exchange, type Fetch } from "./observer/exchange.ts";
import type { Target } from "./target.ts";

/** Takes the first step for the target's user, and gives its token; undefined where there is no user, or no token. */
export async function signInUser(
  target: Target,
  operation: Operation,
  fetch: Fetch,
): Promise<string | undefined> {
  if (!target.user) return undefined;
  const { login, password } = target.user;
  const request = buildRequest(target, operation, {}, { body: { Login: login, Password: password } });
  const { status, json } = await exchange(fetch, request);
  return status === 200 && typeof json === "string" ? json : undefined;
}
