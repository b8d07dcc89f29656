import type { SendingOptions } from "./fetch/options.ts";
import type { Token } from "./fetch/token.ts";
import type { components } from "./generated/types.ts";
import type { ClientOptions } from "./openapi-fetch.ts";

/** Judges the body of a success; what it lists makes the answer a `HostScanProblem`. See `@hostscan/client/validate`. */
export type Validate = (
  method: string,
  path: string,
  body: unknown,
) => readonly components["schemas"]["ValidationError"][];

/** What openapi-fetch's `createClient` takes goes here as well: `headers`, serializers, and every member of `RequestInit`. */
export interface HostScanClientOptions extends Omit<ClientOptions, "baseUrl" | "fetch">, SendingOptions {
  /** Address of the server without the API's path, e.g. `https://localhost:6500`. */
  readonly baseUrl: string;
  readonly token: Token;
  /**
   * Whether each POST gets an `Idempotency-Key` of its own, which makes it safe to repeat; true unless set. Set it to
   * false for a server that knows no such keys (NPS): a POST is then repeated only after 429.
   */
  readonly idempotencyKeys?: boolean | undefined;
  /** Whether each call is named by an `X-Request-Id`, to find it in the server's log; true unless set. */
  readonly requestIds?: boolean | undefined;
  /** Judges each success before it is given out; absent: an answer is read as tolerantly as it can be. */
  readonly validate?: Validate | undefined;
}

/** What any call takes besides its parameters; every member of `RequestInit` may be among it. */
export interface CallOptions extends Omit<RequestInit, "body" | "headers" | "method" | "signal"> {
  /** Abandons the call; its reason is what the call then rejects with. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Instead of the client's `retries`. */
  readonly retries?: number | undefined;
  /** Besides the client's; null takes one away. */
  readonly headers?: ClientOptions["headers"];
}

export interface SchedulingOptions extends CallOptions {
  /**
   * Makes a repeated call safe: the same key with the same content gets the first answer again and schedules nothing.
   * 1 to 255 visible ASCII characters, kept by the server for 24 hours. Give one to repeat a call over a restart of
   * your program; the client's own attempts have one in any case.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface ListOptions extends CallOptions {
  /** Jobs per page, 1 to 200; the server's default is 50. */
  readonly pageSize?: number | undefined;
  /** The cursor of the page to begin with, as `next` of a page tells it; the newest jobs unless set. */
  readonly after?: string | undefined;
}
