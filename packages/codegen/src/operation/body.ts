import type { JsonObject } from "../document/json.ts";
import type { Operation } from "../document/operations.ts";
import { member, members, type Place, requiredMember } from "../document/place.ts";
import { braces } from "../output/layout.ts";
import { emitSchema } from "../schema/emit.ts";
import type { SchemaScope } from "../schema/scope.ts";

/** The one media type of a request body or response, and its schema. */
export interface Content {
  readonly type: string;
  readonly media: Place<JsonObject>;
  readonly schema: Place;
}

/** The content of a request body or response; undefined where it is empty. More than one media type is not supported. */
export function contentOf(place: Place<JsonObject>): Content | undefined {
  const content = member(place, "content")?.object();
  if (!content) return undefined;
  const [first, ...others] = members(content);
  if (!first || others.length > 0) return content.fail("supported is one media type");
  const [type, entry] = first;
  const media = entry.object();
  return { type, media, schema: requiredMember(media, "schema") };
}

/** Emits what an operation's request body must be; nothing where it has none. */
export function emitBody(operation: Operation, scope: SchemaScope): string[] {
  if (!operation.body) return [];
  const content = contentOf(operation.body) ?? operation.body.fail("has no content");
  const required = member(operation.body, "required")?.boolean() ?? false;
  return [
    `body: ${braces([
      `required: ${required},`,
      `contentType: ${JSON.stringify(content.type)},`,
      `schema: ${scope.use("z")}.compile(${emitSchema(content.schema, scope)}),`,
    ])},`,
  ];
}
