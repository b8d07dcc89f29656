import { describe, expect, test } from "vitest";
import { evaluate } from "../../test/evaluate.ts";
import { operationWith } from "../../test/operations.ts";
import { recordingScope } from "../output/imports.ts";
import { emitParameters } from "./parameters.ts";

const emit = (...parameters: object[]) => emitParameters(operationWith({ parameters }), recordingScope());

/** What the query of an operation with one parameter `p` makes of values of it; those it refuses are left out. */
function parsed(parameter: object, values: unknown[]): unknown[] {
  const [query = ""] = emit({ name: "p", in: "query", ...parameter });
  const schema = evaluate(query.replace("query: ", "").replace(/,$/, ""));
  const queries = values.map((p) => (p === undefined ? {} : { p }));
  return queries
    .map((value) => schema.safeParse(value))
    .flatMap(({ success, data }) => (success ? [data] : []));
}

describe("a parameter", () => {
  test("that is a string is given once", () => {
    expect(parsed({ schema: { type: "string" } }, ["a", "", ["a", "b"]])).toEqual([{ p: "a" }, { p: "" }]);
  });

  test("that is an integer is read strictly", () => {
    const schema = { type: "integer", maximum: 10 };
    expect(parsed({ schema }, ["7", "11", "", "1e1", "7.0", ["7", "7"]])).toEqual([{ p: 7 }]);
  });

  test("that is a boolean is one of two words", () => {
    expect(parsed({ schema: { type: "boolean" } }, ["true", "1"])).toEqual([{ p: true }]);
  });

  test("may be absent, must be there, or has a default", () => {
    const schema = { type: "integer" };
    expect(parsed({ schema }, [undefined])).toEqual([{}]);
    expect(parsed({ schema, required: true }, [undefined])).toEqual([]);
    expect(parsed({ schema: { ...schema, default: 50 } }, [undefined, "7"])).toEqual([{ p: 50 }, { p: 7 }]);
  });

  test.each([
    [{ type: "array", items: {} }, "a parameter of type array is not supported"],
    [{}, "a parameter of type unknown is not supported"],
    [{ type: ["string", "null"] }, "a parameter must have one type"],
  ])("of schema %j is not supported", (schema, problem) => {
    expect(() => emit({ name: "p", in: "query", schema })).toThrow(problem);
  });
});

test("parameters stand in groups, with their descriptions", () => {
  const schema = { type: "string" };
  const emitted = emit(
    { name: "id", in: "path", required: true, schema },
    { name: "If-Match", in: "header", description: "The version.", schema },
    { name: "filter[name]", in: "query", schema },
    { name: "sort", in: "query", schema },
  );
  expect(emitted).toEqual([
    "params: z.compile(z.object({\n  id: z.string(),\n})),",
    'headers: z.compile(z.object({\n  /** The version. */\n  "if-match": z.string().exactOptional(),\n})),',
    'query: z.compile(z.object({\n  "filter[name]": z.string().exactOptional(),\n  sort: z.string().exactOptional(),\n})),',
  ]);
});
