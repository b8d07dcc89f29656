import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { member, memberObject, members } from "../document/place.ts";
import { docstring } from "../output/docstring.ts";
import { braces, memberName } from "../output/layout.ts";
import type { Emit, SchemaScope } from "./scope.ts";

/**
 * Emits an object.
 *
 * Where the document says nothing of additional members they are admitted and left out of the parsed value, so that
 * its type holds what the document names. `additionalProperties: true` keeps them, `false` refuses them, and a schema
 * checks them.
 */
export function emitObject(schema: Place<JsonObject>, scope: SchemaScope, emit: Emit): string {
  return countMembers(schema, scope, emitMembers(schema, emitShape(schema, emit), emit));
}

function emitShape(schema: Place<JsonObject>, emit: Emit): string {
  const named = members(memberObject(schema, "properties"));
  const required = new Set<string>();
  for (const name of member(schema, "required")?.items() ?? []) {
    if (!named.some(([known]) => known === name.value)) name.fail("is required but not described");
    required.add(name.string());
  }
  return braces(
    named.map(([name, place]) => {
      const optional = required.has(name) ? "" : ".exactOptional()";
      return `${docstring(place)}${memberName(name)}: ${emit(place)}${optional},`;
    }),
  );
}

function emitMembers(schema: Place<JsonObject>, shape: string, emit: Emit): string {
  const additional = member(schema, "additionalProperties");
  if (!additional) return `z.object(${shape})`;
  if (additional.value === true) return `z.looseObject(${shape})`;
  if (additional.value === false) return `z.strictObject(${shape})`;
  if (shape === "{}") return `z.record(z.string(), ${emit(additional)})`;
  return additional.fail("a schema for additional members beside named ones is not supported");
}

/** Members are counted as they came, before parsing leaves out those that the document does not name. */
function countMembers(schema: Place<JsonObject>, scope: SchemaScope, object: string): string {
  const checks = (["minProperties", "maxProperties"] as const).flatMap((keyword) => {
    const limit = member(schema, keyword);
    return limit ? [`${scope.use(keyword)}(${limit.number()})`] : [];
  });
  return checks.length > 0 ? `z.looseObject({}).check(${checks.join(", ")}).pipe(${object})` : object;
}
