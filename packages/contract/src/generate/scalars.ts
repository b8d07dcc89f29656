import { type JsonObject, member, type Place } from "./place.ts";
import type { SchemaScope } from "./text.ts";

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
function emitFormat(format: Place): string {
  const known = stringFormats.get(format.string());
  return known ? known.emitted : format.fail(`unknown format ${format.string()}`);
}

/** The length that the format gives a string anyway, so that `minLength` and `maxLength` need not check it again. */
function impliedLength(format: Place | undefined): number | undefined {
  return format && stringFormats.get(format.string())?.length;
}

/** Emits a string with its format, length and pattern. */
export function emitString(schema: Place<JsonObject>, scope: SchemaScope): string {
  const format = member(schema, "format");
  const base = format ? emitFormat(format) : "z.string()";
  return `${base}${lengthChecks(schema, scope)}${patternCheck(schema)}`;
}

function lengthChecks(schema: Place<JsonObject>, scope: SchemaScope): string {
  const implied = impliedLength(member(schema, "format"));
  const checks = (["minLength", "maxLength"] as const).flatMap((keyword) => {
    const limit = member(schema, keyword);
    if (!limit || limit.number() === implied) return [];
    return [`${scope.use(keyword)}(${limit.number()})`];
  });
  return checks.length > 0 ? `.check(${checks.join(", ")})` : "";
}

/** JSON Schema's patterns are those of ECMAScript with Unicode, and are not anchored. */
function patternCheck(schema: Place<JsonObject>): string {
  const pattern = member(schema, "pattern");
  if (!pattern) return "";
  try {
    return `.regex(${new RegExp(pattern.string(), "u")})`;
  } catch (error) {
    return pattern.fail(String(error));
  }
}

const bounds = [
  ["minimum", "min"],
  ["maximum", "max"],
  ["exclusiveMinimum", "gt"],
  ["exclusiveMaximum", "lt"],
] as const;

/** Emits a number with its bounds. */
export function emitNumber(schema: Place<JsonObject>): string {
  member(schema, "format")?.fail("a number has no format");
  return `z.number()${emitBounds(schema)}`;
}

/**
 * Emits an integer with its bounds.
 *
 * zod's `z.int()` refuses integers beyond 2^53, which JSON Schema admits; hence a check of our own where the
 * document sets no format.
 */
export function emitInteger(schema: Place<JsonObject>, scope: SchemaScope): string {
  const format = member(schema, "format");
  if (format && format.value !== "int32") format.fail(`unknown format ${format.string()} of an integer`);
  const base = format ? "z.int32()" : `z.number().check(${scope.use("integer")}())`;
  return `${base}${emitBounds(schema)}`;
}

function emitBounds(schema: Place<JsonObject>): string {
  return bounds
    .map(([keyword, method]) => {
      const bound = member(schema, keyword);
      return bound ? `.${method}(${bound.number()})` : "";
    })
    .join("");
}
