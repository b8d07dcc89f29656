/**
 * Reads the query of the following page from a `Link` header (RFC 8288).
 *
 * Only the query is taken: a page is always asked of the server that the token is meant for.
 */
export function nextPageQuery(link: string | null): URLSearchParams | undefined {
  for (const [, target = "", parameters = ""] of (link ?? "").matchAll(/<([^>]*)>([^,<]*)/g)) {
    if (!/;\s*rel\s*=\s*("([^"]*\s)?next(\s[^"]*)?"|next)\s*(;|$)/i.test(parameters)) continue;
    return new URL(target, "http://server.invalid").searchParams;
  }
  return undefined;
}
