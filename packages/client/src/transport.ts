import { HostScanProblem } from "./errors.ts";

/** A bearer token, or what gives one; asked before every call, so that it may be a fresh one. */
export type Token = string | (() => string | Promise<string>);

interface TransportOptions {
  readonly token: Token;
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A `fetch` that signs in each request, and refuses a success that is not JSON, keeping its text. */
export function createTransport({ token, fetch }: TransportOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    request.headers.set("Authorization", `Bearer ${typeof token === "function" ? await token() : token}`);
    const response = await (fetch ?? globalThis.fetch)(request);
    if (!response.ok || /json/i.test(response.headers.get("Content-Type") ?? "json")) return response;
    const text = await response.text();
    if (text) throw new HostScanProblem(response, text);
    return new Response(null, response);
  };
}
