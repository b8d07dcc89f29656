/** One preference of a `Prefer` header. */
export interface Preference {
  /** In lower case. */
  readonly name: string;
  /** Empty where there is none: RFC 7240 makes no difference between the two. */
  readonly value: string;
}

const SPLITTER = /(?:"(?:\\.|[^"\\])*"?|[^",;])+/g;
const PREFERENCE = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*(?:=\s*(?:("(?:\\.|[^"\\])*"|[^\s"]+)\s*)?)?$/;

/**
 * Reads a `Prefer` header (RFC 7240, 2): preferences between commas, values bare or quoted. Parameters, behind a
 * semicolon, are taken for preferences of their own, so that `code=404; example=unknownJob` means what it seems to.
 * Of a preference that is given twice the first counts; what is none is passed over, as the RFC has it.
 */
export function parsePrefer(header: string | null): ReadonlyMap<string, string> {
  const preferences = (header?.match(SPLITTER) ?? []).flatMap(readPreference);
  return new Map(preferences.reverse().map(({ name, value }) => [name, value]));
}

function readPreference(text: string): Preference[] {
  const [, name, value = ""] = PREFERENCE.exec(text) ?? [];
  if (name === undefined) return [];
  const bare = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, "$1") : value;
  return [{ name: name.toLowerCase(), value: bare }];
}
