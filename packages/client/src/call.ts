import { attempt, type Exchange } from "./attempt.ts";
import { HostScanProblem } from "./errors.ts";
import { delay, startLimit } from "./limit.ts";
import type { HostScanClientOptions } from "./options.ts";
import { type CallInit, keyHeader, prepare } from "./request.ts";
import { pauseAfter } from "./retry.ts";
import { bearer, type Token } from "./token.ts";

/** Carries out a call of a path template. */
export type Call = (method: string, path: string, init?: CallInit) => Promise<Exchange>;

/** As a client's, but a call without a token is possible too. */
export type CallerOptions = Omit<HostScanClientOptions, "token"> & { readonly token?: Token | undefined };

/** Makes what carries out calls: in several attempts, each with a token, all within the call's time limit. */
export function createCall(options: CallerOptions): Call {
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const { token, retries = 2, idempotencyKeys = true, onRequest, onResponse, validate } = options;
  // The platform's own insists on being called as a method of the global object.
  const fetch = options.fetch ?? ((request) => globalThis.fetch(request));

  return async (method, path, init = {}) => {
    const timeoutMs = init.timeoutMs ?? options.timeoutMs ?? 60_000;
    const { url, headers, body } = prepare(baseUrl, method, path, init, idempotencyKeys);
    const safe = method !== "POST" || keyHeader in headers;
    const deadline = performance.now() + timeoutMs;
    const limit = startLimit(`${method} ${url}`, timeoutMs, init.signal);

    async function attempts(): Promise<Exchange> {
      let refused: string | undefined;
      for (let count = 1; ; count++) {
        const current = typeof token === "function" ? await token({ baseUrl, fetch, refused }) : token;
        limit.stop.throwIfAborted();
        if (current !== undefined) headers["Authorization"] = bearer(current);
        const start = { method, url, attempt: count };
        const startedAt = performance.now();
        onRequest?.(start);
        const { answer, failure } = await attempt(options.fetch, url, {
          method,
          headers,
          body,
          signal: limit.stop,
        });
        limit.stop.throwIfAborted();
        const now = performance.now();

        const status = answer?.response.status;
        const retryAfter = answer && failure?.retryAfterSeconds;
        // 401 says that the call was not carried out, and nothing of the server being busy.
        const renew = status === 401 && typeof token === "function" && refused === undefined;
        let pause = failure && count <= retries ? pauseAfter(status, retryAfter, count, safe) : undefined;
        if (renew) pause = 0;
        const retryInMs = pause !== undefined && now + pause < deadline ? pause : undefined;
        const requestId = answer?.response.headers.get("X-Request-Id") ?? undefined;
        onResponse?.({ ...start, durationMs: now - startedAt, status, requestId, error: failure, retryInMs });

        if (retryInMs !== undefined) {
          if (renew) refused = current;
          await delay(retryInMs, limit);
        } else if (answer) return answer;
        else throw failure;
      }
    }

    try {
      const answer = await Promise.race([limit.stopped, attempts()]);
      const errors = (answer.response.ok && validate?.(method, path, answer.body)) || [];
      if (errors.length > 0) throw new HostScanProblem(answer.response, answer.text, [...errors]);
      return answer;
    } finally {
      limit.end();
    }
  };
}
