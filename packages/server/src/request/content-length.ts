import type { Context } from "hono";

/** Without content of their own (RFC 9110, 8.6). */
const WITHOUT_LENGTH: ReadonlySet<number> = new Set([204, 304]);

/**
 * An answer to HEAD tells how long that to GET is (RFC 9110, 9.3.2). Hono answers HEAD as GET and throws the content away:
 * its length must be known before.
 */
export function withLength({ req }: Pick<Context, "req">, response: Response): Response | Promise<Response> {
  // Before anything else: on Node, an answer whose headers are looked at is written the long way.
  if (req.method !== "HEAD") return response;
  const { headers, status } = response;
  return headers.has("Content-Length") || WITHOUT_LENGTH.has(status) ? response : measure(response);
}

async function measure(response: Response): Promise<Response> {
  const { byteLength } = await response.arrayBuffer();
  const { status, headers } = response;
  return new Response(null, {
    status,
    headers: { ...Object.fromEntries(headers), "Content-Length": `${byteLength}` },
  });
}
