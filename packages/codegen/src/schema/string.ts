import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { member } from "../document/place.ts";
import { emitFormat, impliedLength } from "./formats.ts";
import type { SchemaScope } from "./scope.ts";

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
