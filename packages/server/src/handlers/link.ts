/**
 * The `Link` header to the next page (RFC 8288), none after the last one. It holds the query alone: scheme, host and path
 * are those that the caller knows, which a proxy may have changed on the way.
 */
export function linkToNext(limit: number, after: string | undefined): Record<string, string> {
  if (after === undefined) return {};
  const query = new URLSearchParams({ limit: `${limit}`, after });
  return { Link: `<?${query}>; rel="next"` };
}
