/** A call and its answer, read to the end. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly requestHeaders: Headers;
  readonly status: number;
  readonly headers: Headers;
  /** The body as text; empty where there is none. */
  readonly text: string;
  /** The body as JSON; undefined where it is not. */
  readonly json: unknown;
}

/** What sends a request. */
export type Fetch = (request: Request) => Promise<Response>;

/** Sends a request and reads its answer. */
export async function exchange(fetch: Fetch, request: Request): Promise<Exchange> {
  const { method, url, headers: requestHeaders } = request;
  const response = await fetch(request);
  const text = await response.text();
  return {
    method,
    url: new URL(url),
    requestHeaders,
    status: response.status,
    headers: response.headers,
    text,
    json: parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
