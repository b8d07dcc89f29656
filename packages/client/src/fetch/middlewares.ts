import { type FailedCall, HostScanRequestError } from "../errors.ts";
import type { Middleware } from "../openapi-fetch.ts";

/** The header that makes a POST safe to repeat. */
export const keyHeader = "Idempotency-Key";

/** The header that names an exchange, here and in the server's log. */
export const requestIdHeader = "X-Request-Id";

/** A sign-in is no operation of jobs: repeated, it locks accounts out. */
const takesKey = (path: string): boolean => !/^\/sig?n?in/i.test(path);

/**
 * Gives each POST an `Idempotency-Key`, unless it has one, so that it can be repeated safely.
 *
 * @throws {HostScanRequestError} of a key that no server takes
 */
export function idempotencyKeys(): Middleware {
  return {
    onRequest({ request, schemaPath }) {
      const key = request.headers.get(keyHeader);
      if (key !== null) checkKey(key);
      else if (request.method === "POST" && takesKey(schemaPath)) request.headers.set(keyHeader, randomId());
      return undefined;
    },
  };
}

/** Names each call by an `X-Request-Id`, unless it has one: it is on errors, and in the server's log. */
export function requestIds(): Middleware {
  return {
    onRequest({ request }) {
      if (!request.headers.has(requestIdHeader)) request.headers.set(requestIdHeader, randomId());
      return undefined;
    },
  };
}

/** @throws {HostScanRequestError} unless it is 1 to 255 visible ASCII characters */
export function checkKey(key: unknown, call: FailedCall = {}): void {
  if (typeof key !== "string" || !/^[!-~]{1,255}$/.test(key))
    throw new HostScanRequestError("an Idempotency-Key is 1 to 255 visible ASCII characters", call);
}

/** Most platforms have `randomUUID`; a page that did not come by HTTPS has not, and React Native has no `crypto` at all. */
function randomId(): string {
  const { crypto } = globalThis;
  if (typeof crypto?.randomUUID === "function") return crypto.randomUUID();
  const words = new Uint32Array(4);
  if (typeof crypto?.getRandomValues === "function") crypto.getRandomValues(words);
  else for (const index of words.keys()) words[index] = Math.random() * 2 ** 32;
  return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("-");
}
