/**
 * The `Link` header to the next page (RFC 8288), none after the last one. It holds the path of the request without
 * scheme and host, which a proxy may have changed on the way.
 */
export function linkToNext(path: string, limit: number, after: string | undefined): Record<string, string> {
  if (after === undefined) return {};
  const query = new URLSearchParams({ limit: `${limit}`, after });
  return { Link: `<${path}?${query}>; rel="next"` };
}
