import type { components } from "@hostscan/contract";
import type { Token } from "./token.ts";

/** What sends a request. */
export type Fetch = (request: Request) => Promise<Response>;

/** An attempt that is about to be made. */
export interface AttemptStart {
  readonly method: string;
  readonly url: string;
  /** 1 for the first. */
  readonly attempt: number;
}

/** How an attempt ended. */
export interface AttemptEnd extends AttemptStart {
  /** Absent where there was no answer. */
  readonly status: number | undefined;
  /** The server's name for this exchange. */
  readonly requestId: string | undefined;
  /** A `HostScanProblem` or a `HostScanNetworkError`, unless all was well. */
  readonly error: Error | undefined;
  readonly durationMs: number;
  /** Milliseconds until the next attempt, where there is one. */
  readonly retryInMs: number | undefined;
}

/** Judges the body of a success; what it lists makes the answer a `HostScanProblem`. See `@hostscan/client/validate`. */
export type Validate = (
  method: string,
  path: string,
  body: unknown,
) => readonly components["schemas"]["ValidationError"][];

export interface HostScanClientOptions {
  /** Address of the server without the API's path, e.g. `https://localhost:6500`. */
  readonly baseUrl: string;
  readonly token: Token;
  /** Used instead of the platform's `fetch`. */
  readonly fetch?: Fetch;
  /** How long a call may take with all its attempts, in milliseconds; 60,000 unless set. */
  readonly timeoutMs?: number;
  /**
   * How often a call is repeated at most that got no answer, or 429, 502, 503 or 504; 2 unless set. A `Retry-After`
   * longer than the call's time limit ends it at once.
   */
  readonly retries?: number;
  /**
   * Whether each POST gets an `Idempotency-Key` of its own, which makes it safe to repeat; true unless set. Set it to
   * false for a server that knows no such keys (NPS): a POST is then repeated only after 429.
   */
  readonly idempotencyKeys?: boolean;
  /** Called before each attempt. It sees no token. */
  readonly onRequest?: (attempt: AttemptStart) => void;
  /** Called after each attempt. */
  readonly onResponse?: (attempt: AttemptEnd) => void;
  /** Judges each success before it is given out; absent: an answer is read as tolerantly as it can be. */
  readonly validate?: Validate;
}

export interface CallOptions {
  /** Abandons the call; its reason is what the call then rejects with. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
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
  readonly limit?: number | undefined;
}
