/**
 * What lies between a client and `fetch`, for whoever has an openapi-fetch client of their own: token, repeats, time
 * limit, the middlewares for `Idempotency-Key` and `X-Request-Id`, and the cursor of a list's next page.
 *
 * @packageDocumentation
 */
import { HostScanRequestError } from "../errors.ts";
import { toResponse } from "./answer.ts";
import { createExchange } from "./exchange.ts";
import type { HostScanFetchOptions } from "./options.ts";

export { nextPage } from "../link.ts";
export { idempotencyKeys, requestIds } from "./middlewares.ts";
export type { AttemptEnd, AttemptStart, Fetch, HostScanFetchOptions, SendingOptions } from "./options.ts";
export type { Token, TokenRequest } from "./token.ts";

/**
 * A `fetch` that adds the token and renews it, repeats what may be repeated, and ends in time. Redirects are not
 * followed. An answer is read to its end before it is given out. It takes an address as well, as `fetch` does.
 *
 * It rejects with this package's errors, with what your own functions throw, and with the signal's reason.
 */
export function createHostScanFetch(
  options: HostScanFetchOptions = {},
): (input: Request | URL | string, init?: RequestInit) => Promise<Response> {
  const exchange = createExchange(options);
  return async (input, init) =>
    input instanceof Request
      ? toResponse(await exchange(input, init))
      : toResponse(await exchange(requestOf(input, init)));
}

/** @throws {HostScanRequestError} where none can be made */
function requestOf(input: URL | string, init: RequestInit | undefined): Request {
  try {
    return new Request(input, init);
  } catch (error) {
    throw new HostScanRequestError(`it cannot be made of what was given: ${error}`, {}, error);
  }
}
