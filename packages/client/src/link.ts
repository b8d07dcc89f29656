/**
 * Reads the cursor of the following page from a `Link` header (RFC 8288).
 *
 * Only the cursor is taken: a page is always asked of the server that the token is meant for.
 *
 * @throws {URIError} of a cursor that is not well percent-encoded
 */
export function nextPage(link: string | null): string | undefined {
  const [, target] = /<([^<>]*)>[^<]*;\s*rel="?([^"<;]*\s)?next(?=[\s";,]|$)/i.exec(link ?? "") ?? [];
  // Not by `URL`: a target may be relative, or no address at all, and React Native reads no query.
  const [, after] = /^[^?#]*\?(?:[^#]*&)?after=([^&#]*)/.exec(target ?? "") ?? [];
  return after ? decodeURIComponent(after.replaceAll("+", " ")) : undefined;
}
