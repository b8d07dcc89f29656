import type { Context } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";

const GUARDS = {
  // It is no page, so nothing in it may run, load or be framed.
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

/** A page may use what this server serves, and nothing else: no script within the page, no code made of text. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Renderers of API references write styles into the page. A page that does without says so by a policy of its own.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * What goes with every answer but a page, so that no browser makes more of it than data. An answer says itself whether
 * it may be kept: see {@link PRIVATE_HEADERS}. For the routes that a host adds to the app, too.
 */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = GUARDS;

/** As {@link ANSWER_HEADERS}, for what concerns the caller alone: no cache keeps it. */
export const PRIVATE_HEADERS: Readonly<Record<string, string>> = { ...GUARDS, "Cache-Control": "no-store" };

/** What goes with a page for people: it may run its own scripts, and call the server that it came from. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  ...GUARDS,
  "Content-Security-Policy": PAGE_POLICY,
};

/** Answers 304 to those who have the version already that an answer's `ETag` names. The guards stay on it. */
export const keptVersion = etag({
  retainedHeaders: [...RETAINED_304_HEADERS, ...Object.keys(GUARDS), "X-Request-Id"],
});

/** Without content of their own (RFC 9110, 8.6). */
const WITHOUT_LENGTH: ReadonlySet<number> = new Set([204, 304]);

/** The forms of lists that are written row by row: nobody knows before how long they become. */
export const STREAM_TYPES = { csv: "text/csv", lines: "application/jsonl" } as const;

const isStream = (type: string | null): boolean =>
  Object.values(STREAM_TYPES).some((each) => type?.startsWith(each));

/** An answer of a status that has no content. */
export const empty = <Status extends 202 | 204>({ body }: Pick<Context, "body">, status: Status) =>
  body(null, status);

/** What is no JSON of an operation: a form of the document or of a list, or a file. */
export function content(
  { body }: Pick<Context, "body">,
  bytes: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
  headers: Record<string, string>,
): Response {
  return body(bytes, 200, headers);
}

/** An answer that nothing declares: the mock's, whose caller has asked for it. */
export interface AnyAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Writes it, with the guards and the request id. */
export function anyAnswer({ status, body, headers }: AnyAnswer, requestId: string): Response {
  const common = { ...PRIVATE_HEADERS, "X-Request-Id": requestId };
  if (body === undefined) return new Response(null, { status, headers: { ...common, ...headers } });
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...common, ...headers },
  });
}

/**
 * An answer to HEAD tells how long that to GET is (RFC 9110, 9.3.2). Hono answers HEAD as GET and throws the content away:
 * its length must be known before.
 */
export function withLength({ req }: Pick<Context, "req">, response: Response): Response | Promise<Response> {
  // Before anything else: on Node, an answer whose headers are looked at is written the long way.
  if (req.method !== "HEAD") return response;
  const { headers, status } = response;
  const isKnown = headers.has("Content-Length") || WITHOUT_LENGTH.has(status);
  return isKnown || isStream(headers.get("Content-Type")) ? response : measure(response);
}

async function measure(response: Response): Promise<Response> {
  const { byteLength } = await response.arrayBuffer();
  const { status, headers } = response;
  return new Response(null, {
    status,
    headers: { ...Object.fromEntries(headers), "Content-Length": `${byteLength}` },
  });
}
