import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "./agreement.ts";
import { collectParameters } from "./parameters.ts";
import { numbers, texts } from "./values.ts";

const oddNumbers = [
  "1e2",
  "+1",
  "-1",
  "-0",
  "01",
  "1.0",
  "0x10",
  " 1",
  "1 ",
  "1,2",
  "１",
  "abc",
  "Infinity",
  "1e400",
];

const wireValues = fc.oneof(
  texts,
  numbers.map(String),
  fc.constantFrom(...oddNumbers),
  fc.array(texts, { minLength: 2, maxLength: 3 }),
  fc.constant(["1", "2"]),
  fc.constant(undefined),
);

describe.each(collectParameters())("$operationId: $name", ({ zod, ajv }) => {
  test("both give the same verdict on what may be on the wire, yes as well as no", () => {
    const { report, given } = compare({ zod, ajv, payloads: wireValues });
    expect(report).toBeUndefined();
    expect(given).toEqual(new Set([true, false]));
  });
});

test("there are parameters in path, query and headers", () => {
  const names = collectParameters().map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["hostId", "limit", "after", "Idempotency-Key"]));
});
