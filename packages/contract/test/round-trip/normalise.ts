import type { Json, JsonObject } from "../../src/document.ts";
import { entries, isObject } from "../json.ts";

/**
 * A document in the form in which the hand-written and the emitted one are compared. Two things are evened out, and
 * nothing else:
 *
 * 1. A response given by `$ref` is written out in its place: `createRoute` types a handler by the responses that stand
 *    in the route itself.
 * 2. An empty `webhooks`, which `getOpenAPI31Document` always adds, is left out.
 *
 * The order of an object's members means nothing in JSON, and is not compared in the first place.
 */
export function normalise(document: JsonObject): Json {
  const { webhooks, ...rest } = document;
  const kept = entries(webhooks).length > 0 && webhooks ? { ...rest, webhooks } : rest;
  return writeOutResponses(kept, responsesOf(document));
}

const prefix = "#/components/responses/";

function responsesOf(document: JsonObject): Map<string, Json> {
  const kinds = new Map(entries(document["components"]));
  return new Map(entries(kinds.get("responses")).map(([name, response]) => [`${prefix}${name}`, response]));
}

function writeOutResponses(value: Json, responses: ReadonlyMap<string, Json>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => writeOutResponses(item, responses));
  if (!isObject(value)) return value;
  const reference = value["$ref"];
  const response = typeof reference === "string" ? responses.get(reference) : undefined;
  const members = Object.entries(value).map(([name, member]) => [name, writeOutResponses(member, responses)]);
  return response ?? Object.fromEntries(members);
}
