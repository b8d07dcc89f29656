import type { Place } from "../document/place.ts";

/** A format, the zod schema that checks it, and the length that any string of the format has anyway. */
interface StringFormat {
  readonly emitted: string;
  readonly length?: number;
}

/**
 * The string formats the generator knows, each with zod's counterpart.
 *
 * `uuid` is any GUID: the API's ids need not be RFC 9562 variants. `date-time` has an offset or `Z` (RFC 3339).
 */
const stringFormats: ReadonlyMap<string, StringFormat> = new Map([
  ["date-time", { emitted: "z.iso.datetime({ offset: true })" }],
  ["uuid", { emitted: "z.guid()", length: 36 }],
]);

/** The zod schema for a string format. */
export function emitFormat(format: Place): string {
  const known = stringFormats.get(format.string());
  return known ? known.emitted : format.fail(`unknown format ${format.string()}`);
}

/** The length that the format gives a string anyway, so that `minLength` and `maxLength` need not check it again. */
export function impliedLength(format: Place | undefined): number | undefined {
  return format && stringFormats.get(format.string())?.length;
}
