import type { Token } from "./token.ts";

/** What sends a request. */
export type Fetch = (request: Request, init?: RequestInit) => Promise<Response>;

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

/** How calls are sent. */
export interface SendingOptions {
  /** Used instead of the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** How long a call may take with all its attempts, in milliseconds; 60,000 unless set. */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a call is repeated at most that got no answer, or 429, 502, 503 or 504; 2 unless set. A `Retry-After`
   * longer than the call's time limit ends it at once. What is not safe to repeat (a POST without an
   * `Idempotency-Key`) is repeated only after 429.
   */
  readonly retries?: number | undefined;
  /** Bytes that an answer may have; 64 MiB unless set. A longer one is broken off. */
  readonly maxAnswerBytes?: number | undefined;
  /** Called before each attempt. It sees no token. */
  readonly onRequest?: ((attempt: AttemptStart) => void) | undefined;
  /** Called after each attempt. */
  readonly onResponse?: ((attempt: AttemptEnd) => void) | undefined;
}

/** How calls are sent, and who sends them. */
export interface HostScanFetchOptions extends SendingOptions {
  /** Address of the server; a token function is told it. Absent: the origin of the request. */
  readonly baseUrl?: string | undefined;
  /** Absent: requests are sent as they come. A request that has an `Authorization` keeps it. */
  readonly token?: Token | undefined;
}
