/**
 * Reads the cursor of the following page from a `Link` header (RFC 8288).
 *
 * Only the cursor is taken: a page is always asked of the server that the token is meant for.
 */
export function nextPage(link: string | null): string | undefined {
  const [, target] = /<([^<>]*)>[^<]*;\s*rel="?([^"<;]*\s)?next(?=[\s";,]|$)/i.exec(link ?? "") ?? [];
  if (target === undefined) return undefined;
  return new URL(target, "http://server.invalid").searchParams.get("after") ?? undefined;
}
