import type { JsonObject } from "../document/json.ts";
import { members, type Place } from "../document/place.ts";
import { braces, memberName } from "../output/layout.ts";
import { literal } from "../output/literal.ts";
import type { SchemaScope } from "../schema/scope.ts";
import { contentsOf } from "./body.ts";

/** Emits members as the document has them, but for some. */
export function emitMembers(place: Place<JsonObject>, ...except: readonly string[]): string[] {
  return members(place)
    .filter(([name]) => !except.includes(name))
    .map(([name, { value }]) => `${memberName(name)}: ${literal(value)},`);
}

/**
 * Emits a request body or a response for `createRoute`: as the document has it, but for its schema, which validates
 * with the given expression and documents what the document says.
 */
export function emitDescribed(
  place: Place<JsonObject>,
  scope: SchemaScope,
  validate: (schema: Place) => string,
): string {
  const lines = emitMembers(place, "content");
  const contents = contentsOf(place).map(({ type, media, schema }) => {
    const described = braces([
      `schema: ${scope.use("documented")}(${validate(schema)}, ${literal(schema.value)}),`,
      ...emitMembers(media, "schema"),
    ]);
    return `${memberName(type)}: ${described},`;
  });
  return contents.length === 0 ? braces(lines) : braces([...lines, `content: ${braces(contents)},`]);
}
