import { HostScanNetworkError, HostScanProblem } from "./errors.ts";
import { parseJson } from "./json.ts";
import type { Fetch } from "./options.ts";

/** An answer whose body has been read. */
export interface Exchange {
  readonly response: Response;
  readonly text: string;
  /** The body as JSON, or `undefined` where it is none. */
  readonly body: unknown;
}

/** An answer, unless there was none; and what was wrong, unless all was well. */
export type Outcome =
  | { readonly answer: Exchange; readonly failure?: HostScanProblem }
  | { readonly answer?: never; readonly failure: HostScanNetworkError };

/** Sends a request once, by the caller's own `fetch` where there is one. Never rejects. */
export async function attempt(fetch: Fetch | undefined, url: string, init: RequestInit): Promise<Outcome> {
  try {
    // No Request in between: the platform would copy it, and its body as a stream.
    const response = await (fetch ? fetch(new Request(url, init)) : globalThis.fetch(url, init));
    const text = await response.text();
    const answer = { response, text, body: parseJson(text) };
    return response.ok ? { answer } : { answer, failure: new HostScanProblem(response, text) };
  } catch (error) {
    return { failure: new HostScanNetworkError(error) };
  }
}
