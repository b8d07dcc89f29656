import {
  type FailedCall,
  HostScanNetworkError,
  HostScanProblem,
  HostScanRequestError,
  HostScanTimeoutError,
} from "../errors.ts";
import { check, delay, type Limit, startLimit } from "../limit.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { keyHeader, requestIdHeader } from "./middlewares.ts";
import type { Fetch, HostScanFetchOptions } from "./options.ts";
import { bodyOf, pathOf } from "./request-body.ts";
import { pauseAfter } from "./retry.ts";
import { bearer } from "./token.ts";

/** What one call has besides what all have. */
export interface CallSettings {
  readonly fetch?: Fetch | undefined;
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  readonly signal?: AbortSignal | null | undefined;
}

/** Sends a request and reads the answer: in several attempts, each with a token, all within the call's time limit. */
export type Exchange = (request: Request, init?: RequestInit, call?: CallSettings) => Promise<Answer>;

/** An answer, unless there was none; and what was wrong, unless all was well. */
type Attempt = { readonly answer: Answer } | { readonly answer?: never; readonly failure: unknown };

const repeatable = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"];

/** Makes what carries out calls. */
export function createExchange(options: HostScanFetchOptions): Exchange {
  const { token, onRequest, onResponse } = options;
  const retries = options.retries ?? 2;
  const maxAnswerBytes = options.maxAnswerBytes ?? 64 * 2 ** 20;
  const baseUrl = options.baseUrl?.replace(/\/+$/, "");
  check("number", { timeoutMs: options.timeoutMs, retries, maxAnswerBytes });
  check("function", { onRequest, onResponse, fetch: options.fetch });

  return async (request, init, settings = {}) => {
    const { method, url, headers } = headOf(request);
    const requestId = headers.get(requestIdHeader) ?? undefined;
    const call: FailedCall = { method, path: pathOf(url), requestId };
    const timeoutMs = settings.timeoutMs ?? options.timeoutMs ?? 60_000;
    const most = settings.retries ?? retries;
    check("number", { retries: most });
    const fetch = settings.fetch ?? options.fetch ?? globalFetch;
    const given = headers.has("Authorization");
    const safe = repeatable.includes(method) || headers.has(keyHeader);
    const limit = startLimit(
      timeoutMs,
      [settings.signal, request.signal],
      () => new HostScanTimeoutError(`${method} ${call.path}`, timeoutMs, undefined, call),
    );
    const deadline = performance.now() + timeoutMs;

    async function attempts(): Promise<Answer> {
      limit.check();
      const body = await bodyOf(request).catch((error: unknown) => {
        throw new HostScanRequestError("its body cannot be read", call, error);
      });
      let refused: string | undefined;
      let renewed = false;
      for (let count = 1; ; count++) {
        limit.check();
        const current =
          typeof token === "function" && !given
            ? await token({ baseUrl: baseUrl ?? originOf(url), fetch, refused })
            : token;
        limit.check();
        const attempt = renew(request, body, limit, call);
        if (token !== undefined && !given) attempt.headers.set("Authorization", bearer(current, call));
        const start = { method, url, attempt: count };
        const startedAt = performance.now();
        onRequest?.(start);
        const made = await send(fetch, attempt, init, maxAnswerBytes, limit);
        limit.check();
        const now = performance.now();

        const response = made.answer?.response;
        const failure = response?.ok ? undefined : failureOf(made, call);
        const retryAfter = failure instanceof HostScanProblem ? failure.retryAfterSeconds : undefined;
        // 401 says that the call was not carried out, and nothing of the server being busy.
        const renewing = response?.status === 401 && typeof token === "function" && !given && !renewed;
        let pause =
          failure && count <= most ? pauseAfter(response?.status, retryAfter, count, safe) : undefined;
        if (renewing) pause = 0;
        const retryInMs = pause !== undefined && now + pause < deadline ? pause : undefined;
        onResponse?.({
          ...start,
          durationMs: now - startedAt,
          status: response?.status,
          requestId: response?.headers.get(requestIdHeader) ?? requestId,
          error: failure,
          retryInMs,
        });

        if (retryInMs !== undefined) {
          if (renewing) {
            renewed = true;
            refused = typeof current === "string" ? current : undefined;
          }
          await delay(retryInMs, limit);
        } else if (made.answer) return made.answer;
        else throw failure;
      }
    }

    try {
      return await Promise.race([limit.stopped, attempts()]);
    } finally {
      limit.end();
    }
  };
}

/** @throws {HostScanRequestError} of what only looks like a request */
function headOf(request: Request): Pick<Request, "method" | "url" | "headers"> {
  try {
    const { method, url, headers } = request;
    return { method, url, headers };
  } catch (error) {
    throw new HostScanRequestError("it cannot be made of what was given", {}, error);
  }
}

/** The platform's own, as it is now: tests and tracers replace it. */
const globalFetch: Fetch = (request, init) => globalThis.fetch(request, init);

const originOf = (url: string): string => /^\w+:\/\/[^/?#]*/.exec(url)?.[0] ?? "";

/** The request once more. It is never redirected: see `redirected` in problem.ts. */
function renew(request: Request, body: BodyInit | undefined, { stop }: Limit, call: FailedCall): Request {
  const redirect = request.redirect === "error" ? "error" : "manual";
  let attempt: Request;
  try {
    attempt = new Request(request, { signal: stop, redirect, ...(body !== undefined && { body }) });
  } catch (error) {
    throw new HostScanRequestError("it cannot be made of what was given", call, error);
  }
  // What a platform knows besides the standard (`cf`, `next`) stands on the request as it is.
  for (const [name, value] of Object.entries(request))
    if (!(name in attempt)) Object.defineProperty(attempt, name, { value, enumerable: true });
  return attempt;
}

/** Never rejects. */
async function send(
  fetch: Fetch,
  attempt: Request,
  init: RequestInit | undefined,
  maxBytes: number,
  limit: Limit,
): Promise<Attempt> {
  try {
    const response = await fetch(attempt, init);
    if (response?.type === "opaqueredirect") throw new Error("it redirects, which is not followed");
    // Whoever gave a `fetch` may give anything as its answer.
    const status = response?.status;
    if (!(status >= 200 && status <= 599))
      throw new Error(`it answered ${status}, which is no status of an answer`);
    return { answer: await readAnswer(response, maxBytes, limit) };
  } catch (failure) {
    return { failure };
  }
}

function failureOf(made: Attempt, call: FailedCall): HostScanProblem | HostScanNetworkError {
  return made.answer
    ? new HostScanProblem(made.answer.response, made.answer.text, call)
    : new HostScanNetworkError(made.failure, call);
}
