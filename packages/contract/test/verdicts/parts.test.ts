import { describe, expect, test } from "vitest";
import { compare } from "./agreement.ts";
import { collectParts, documentVerdict, parse, type Texts } from "./parts.ts";
import { changed, exampleOf, wireEdges, wireMutants } from "./wire.ts";

describe.each(collectParts().map((part) => [part.name, part] as const))("%s", (_name, part) => {
  const example = exampleOf(part);
  const zod = (texts: Texts) => parse(part, texts) !== undefined;
  const ajv = (texts: Texts) => documentVerdict(part, texts);

  test("has an example of each name, and both find it valid", () => {
    expect(part.fields.filter(({ ajv: valid, example: text }) => !valid(text))).toEqual([]);
    expect([zod(example), ajv(example)]).toEqual([true, true]);
  });

  test("both give the same verdict with each name absent, given twice, or on an edge", () => {
    const wrong = part.fields.flatMap(({ key }) =>
      wireEdges.map((value) => changed(example, key, value)).filter((texts) => zod(texts) !== ajv(texts)),
    );
    expect(wrong).toEqual([]);
  });

  test("both give the same verdict on mutants of the example, yes as well as no", () => {
    const { report, given } = compare({ zod, ajv, payloads: wireMutants(part) });
    expect(report).toBeUndefined();
    expect(given).toEqual(new Set([true, false]));
  });

  test("what the document names is parsed, each under its name, and nothing else", () => {
    const parsed = parse(part, { ...example, "unheard-of": "1" }) ?? {};
    const named = part.fields.map(({ key }) => key);
    expect(Object.keys(parsed).sort()).toEqual([...named].sort());
    expect(Object.values(parsed).map(String).sort()).toEqual(Object.values(example).sort());
  });

  test("what is absent is what the document says, or absent", () => {
    const optional = part.fields.filter(({ required }) => !required);
    const without = optional.reduce((texts, { key }) => changed(texts, key, undefined), example);
    const parsed = new Map(Object.entries(parse(part, without) ?? {}));
    expect(optional.map(({ key }) => parsed.get(key))).toEqual(optional.map(({ preset }) => preset));
  });
});

test("there are parameters in path, query and headers, and headers of answers", () => {
  const names = collectParts().map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["Get query", "GetJobStatus params", "ByHostId headers", "Get 200 headers"]),
  );
  expect(names).toContain("CancelJob 202 headers");
});
