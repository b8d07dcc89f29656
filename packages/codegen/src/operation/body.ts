import type { JsonObject } from "../document/json.ts";
import type { Operation } from "../document/operations.ts";
import { member, members, type Place, requiredMember } from "../document/place.ts";
import { braces } from "../output/layout.ts";
import { literal } from "../output/literal.ts";
import { emitSchema } from "../schema/emit.ts";
import type { SchemaScope } from "../schema/scope.ts";

/** A media type of a request body or response, and its schema. */
export interface Content {
  readonly type: string;
  readonly media: Place<JsonObject>;
  readonly schema: Place;
}

/** The content of a response; undefined where it is empty. More than one media type is not supported. */
export function contentOf(place: Place<JsonObject>): Content | undefined {
  const [first, ...others] = contentsOf(place);
  return others.length > 0 ? place.fail("supported is one media type") : first;
}

/**
 * The contents of a request body or response, one for each media type; none where it is empty. They are ways to write
 * the same value: different schemas are not supported.
 */
export function contentsOf(place: Place<JsonObject>): Content[] {
  const content = member(place, "content")?.object();
  if (!content) return [];
  const contents = members(content).map(([type, entry]) => {
    const media = entry.object();
    return { type, media, schema: requiredMember(media, "schema") };
  });
  const schemas = new Set(contents.map(({ schema }) => JSON.stringify(schema.value)));
  return schemas.size === 1
    ? contents
    : content.fail("supported is one schema, for one media type or several");
}

/** Emits what an operation's request body must be; nothing where it has none. */
export function emitBody(operation: Operation, scope: SchemaScope): string[] {
  if (!operation.body) return [];
  const contents = contentsOf(operation.body);
  const [content = operation.body.fail("has no content")] = contents;
  const required = member(operation.body, "required")?.boolean() ?? false;
  return [
    `body: ${braces([
      `required: ${required},`,
      `contentTypes: ${literal(contents.map(({ type }) => type))},`,
      `schema: ${scope.use("z")}.compile(${emitSchema(content.schema, scope)}),`,
    ])},`,
  ];
}
