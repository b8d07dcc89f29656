/**
 * What lies between a client and `fetch`, for whoever has an openapi-fetch client of their own: token, repeats, time
 * limit, and the middlewares for `Idempotency-Key` and `X-Request-Id`.
 *
 * @packageDocumentation
 */
import { toResponse } from "./answer.ts";
import { createExchange } from "./exchange.ts";
import type { Fetch, HostScanFetchOptions } from "./options.ts";

export { idempotencyKeys, requestIds } from "./middlewares.ts";
export type { AttemptEnd, AttemptStart, Fetch, HostScanFetchOptions, SendingOptions } from "./options.ts";
export type { Token, TokenRequest } from "./token.ts";

/**
 * A `fetch` that adds the token and renews it, repeats what may be repeated, and ends in time. Redirects are not
 * followed. An answer is read to its end before it is given out.
 *
 * It rejects with this package's errors, with what your own functions throw, and with the signal's reason.
 */
export function createHostScanFetch(options: HostScanFetchOptions = {}): Fetch {
  const exchange = createExchange(options);
  return async (request, init) => toResponse(await exchange(request, init));
}
