import { z } from "zod";
import type { BodyBounds } from "./request-body.ts";

/** Far beyond any body of the contract, and far below what a parser feels. */
const DEPTH = 32;
const NAMES = 1_000;
/** The longest that a program writes of a double has 309. */
const DIGITS = 400;

/** A body may have members that the contract does not know: so many times what it does know. */
const FACTOR = 4;
const LEAST_TOKENS = 100;

/** What a body may hold that its schema lets through: a list so many items, and so many times the values of full ones. */
export function bodyBounds(schema: z.ZodType, bytes: number): BodyBounds & { readonly items: number } {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const tokens = Math.max(FACTOR * tokensOf(json), LEAST_TOKENS);
  return {
    bytes,
    depth: DEPTH,
    names: NAMES,
    digits: DIGITS,
    tokens,
    items: json.maxItems ?? Number.POSITIVE_INFINITY,
  };
}

type JsonSchema = z.core.JSONSchema.JSONSchema | boolean;

/** The values and names of the largest value of a schema: an object counts itself, its names and their values. */
function tokensOf(schema: JsonSchema): number {
  if (typeof schema === "boolean") return 1;
  const { items, maxItems, properties = {}, anyOf = [], oneOf = [] } = schema;
  const members = Object.values(properties).map((member) => 1 + tokensOf(member));
  const item = Array.isArray(items) || items === undefined ? 0 : tokensOf(items);
  const own = 1 + members.reduce((sum, each) => sum + each, 0) + (item && item * (maxItems ?? 1));
  return Math.max(own, ...[...anyOf, ...oneOf].map(tokensOf));
}
