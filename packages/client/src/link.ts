/** A link: its target, and its parameters. */
const linkValue = /<([^<>]*)>((?:[^"<]|"(?:[^"\\]|\\.)*")*)/g;

/** A parameter of a link: its name, and its value with or without quotes. */
const parameter = /;\s*([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g;

/**
 * Reads the cursor of the following page from a `Link` header (RFC 8288).
 *
 * Only the cursor is taken: a page is always asked of the server that the token is meant for.
 *
 * @throws {URIError} of a next page without a cursor, or of a cursor that is not well percent-encoded
 */
export function nextPage(link: string | null): string | undefined {
  for (const [, target = "", parameters = ""] of (link ?? "").matchAll(linkValue)) {
    const rel = [...parameters.matchAll(parameter)].find(([, name]) => name?.toLowerCase() === "rel");
    if (!/(^|\s)next(\s|$)/i.test(rel?.[2] ?? rel?.[3] ?? "")) continue;
    // Not by `URL`: a target may be relative, or no address at all, and React Native reads no query.
    const [, after] = /^[^?#]*\?(?:[^#]*&)?after=([^&#]*)/.exec(target) ?? [];
    if (!after) throw new URIError("The next page has no cursor");
    return decodeURIComponent(after.replaceAll("+", " "));
  }
  return undefined;
}
