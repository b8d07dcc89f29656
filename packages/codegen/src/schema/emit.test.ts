import { describe, expect, test } from "vitest";
import { admitted, emitted } from "../../test/evaluate.ts";
import { Place } from "../document/place.ts";
import { recordingScope } from "../output/imports.ts";
import { emitSchema } from "./emit.ts";

describe("type", () => {
  test("null goes with any other", () => {
    expect(admitted({ type: "null" }, [null, 0])).toEqual([null]);
    expect(admitted({ type: ["string", "null"], maxLength: 1 }, ["a", "ab", null])).toEqual(["a", null]);
  });

  test("one of several will do, each with its own constraints", () => {
    const schema = { type: ["string", "integer"], maxLength: 1, maximum: 10 };
    expect(admitted(schema, ["a", "ab", 10, 11, null])).toEqual(["a", 10]);
  });

  test("may be missing: then anything will do", () => {
    expect(admitted({}, [1, null, "a"])).toEqual([1, null, "a"]);
  });

  test("must be one of JSON Schema's", () => {
    expect(() => emitted({ type: "file" })).toThrow("#/type: unknown type file");
    expect(() => emitted({ type: ["string", "any"] })).toThrow("#/type/1: unknown type any");
  });

  test("booleans are not strings", () => {
    expect(admitted({ type: "boolean" }, [true, false, "true", 0])).toEqual([true, false]);
  });
});

describe("a reference", () => {
  const emitReference = (schema: Record<string, string>) => emitSchema(new Place(schema), recordingScope());

  test("names a schema component", () => {
    const schema = { $ref: "#/components/schemas/HostId", description: "The host." };
    expect(emitReference(schema)).toBe("schemas.HostId");
  });

  test("leads nowhere else", () => {
    for (const $ref of ["HostId.yaml", "#/components/parameters/HostId", "#/components/schemas/Host-Id"]) {
      expect(() => emitReference({ $ref })).toThrow(`#/$ref: unsupported $ref ${$ref}`);
    }
  });

  test("stands alone", () => {
    expect(() => emitReference({ $ref: "#/components/schemas/HostId", type: "string" })).toThrow(
      "#: type beside $ref",
    );
  });
});

test("a schema is an object", () => {
  expect(() => emitted(true)).toThrow("#: must be an object");
});
