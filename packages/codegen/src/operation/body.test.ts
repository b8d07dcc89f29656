import { expect, test } from "vitest";
import { Place } from "../document/place.ts";
import { contentOf } from "./body.ts";

test("the one media type is found with its schema", () => {
  const place = new Place({ content: { "application/json": { schema: { type: "string" } } } });
  const content = contentOf(place);
  expect(content?.type).toBe("application/json");
  expect(content?.schema.value).toEqual({ type: "string" });
});

test("what has no content is empty", () => {
  expect(contentOf(new Place({ description: "Accepted." }))).toBeUndefined();
});

test("other than one media type is not supported, nor one without a schema", () => {
  expect(() => contentOf(new Place({ content: {} }))).toThrow("#/content: supported is one schema");
  const schema = {};
  const two = { "a/b": { schema }, "c/d": { schema } };
  expect(() => contentOf(new Place({ content: two }))).toThrow("#: supported is one media type");
  expect(() => contentOf(new Place({ content: { "a/b": {} } }))).toThrow("#/content/a~1b: has no schema");
});
