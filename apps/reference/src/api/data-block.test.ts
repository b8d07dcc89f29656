import { expect, test } from "vitest";
import { dataBlock } from "./api-page.ts";

const shown = (document: object): unknown => JSON.parse(dataBlock(document));

test("what a call may leave out is left out until the reader asks for it", () => {
  const limit = { name: "limit", in: "query", schema: { type: "integer" } };
  const key = { name: "Idempotency-Key", in: "header", required: false };
  expect(
    shown({
      parameters: [
        { ...limit, example: 2 },
        { ...key, examples: { first: { value: "a" }, second: { value: "b" } } },
      ],
    }),
  ).toEqual({
    parameters: [
      { ...limit, examples: { example: { value: 2, "x-disabled": true } } },
      {
        ...key,
        examples: { first: { value: "a", "x-disabled": true }, second: { value: "b", "x-disabled": true } },
      },
    ],
  });
});

test.each([
  { name: "id", in: "path", required: true, example: "a" },
  { name: "limit", in: "query", required: true, example: 2 },
  { name: "limit", in: "query" },
  { name: "in a schema", properties: { in: { example: 1 } } },
  { in: "query", example: 2 },
])("all else stays: %j", (value) => {
  expect(shown({ value })).toEqual({ value });
});

test("no text ends the element that holds it", () => {
  const text = "</script><!--";
  expect(dataBlock({ text })).not.toContain("<");
  expect(shown({ text })).toEqual({ text });
});
