import { describe, expect, test } from "vitest";
import type { Json } from "../../src/document.ts";
import { compare } from "./agreement.ts";
import { ajvVerdict } from "./ajv.ts";
import { edgeCounts, edgeValues } from "./edges.ts";
import { collectExamples } from "./examples.ts";
import { mutants, repeat } from "./mutations.ts";
import { changeAt, places } from "./places.ts";
import { collectSubjects } from "./subjects.ts";

test("every example in the document is valid", () => {
  const invalid = collectExamples().filter(([pointer, value]) => !ajvVerdict(pointer)(value));
  expect(invalid).toEqual([]);
});

describe.each(collectSubjects())("$pointer", ({ zod, ajv, examples }) => {
  const [example = null] = examples;
  const disagreements = (payloads: readonly (Json | undefined)[]) =>
    payloads.filter((payload) => zod(payload) !== ajv(payload));

  test("has examples, and both find them valid", () => {
    expect(examples).not.toEqual([]);
    expect(examples.filter((valid) => !zod(valid) || !ajv(valid))).toEqual([]);
  });

  test("both give the same verdict with any value of the example gone", () => {
    expect(disagreements(places(example).map(([path]) => changeAt(example, path, () => undefined)))).toEqual(
      [],
    );
  });

  test("both give the same verdict with every value on an edge, at every place of the example", () => {
    for (const [path] of places(example)) {
      expect(disagreements(edgeValues.map((value) => changeAt(example, path, () => value)))).toEqual([]);
    }
  });

  test("both give the same verdict with arrays on the edge of each limit", () => {
    const arrays = places(example).filter(([, value]) => Array.isArray(value));
    const wrong = arrays.flatMap(([path]) =>
      edgeCounts.filter((count) => {
        const longer = changeAt(example, path, (old) => (Array.isArray(old) ? repeat(old, count) : old));
        return disagreements([longer]).length > 0;
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("both give the same verdict on mutants of the examples, yes as well as no", () => {
    const { report, given } = compare({ zod, ajv, payloads: mutants(examples) });
    expect(report).toBeUndefined();
    expect(given).toEqual(new Set([true, false]));
  });
});
