import type { Fetch } from "./exchange.ts";

/** Wraps a `fetch` so that it rejects where an answer has not come whole within so many milliseconds. */
export function withTimeLimit(fetch: Fetch, timeoutMs: number): Fetch {
  return async (request) => {
    const call = new AbortController();
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const reason = new DOMException(`no answer within ${timeoutMs} ms`, "TimeoutError");
      // Aborting alone would not do: a request that nobody holds any more does not hear of it.
      call.abort(reason);
      reject(reason);
    }, timeoutMs);
    try {
      return await Promise.race([whole(fetch(new Request(request, { signal: call.signal }))), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function whole(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  // Bytes: to a text without a content type, `Response` would add one.
  const bytes = await response.arrayBuffer();
  return new Response(bytes.byteLength > 0 ? bytes : null, response);
}
