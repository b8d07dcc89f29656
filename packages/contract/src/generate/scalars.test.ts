import { describe, expect, test } from "vitest";
import { admitted, emitted } from "../../test/generate/evaluate.ts";

const guid = "F568FEC0-10b6-0b94-0daf-e62c50c9bf3e";

test("a string is any string and nothing else", () => {
  expect(admitted({ type: "string" }, ["", "a", 1, null, true, ["a"], {}])).toEqual(["", "a"]);
});

describe("length", () => {
  test("is counted in characters, not in UTF-16 units", () => {
    const schema = { type: "string", minLength: 2, maxLength: 3 };
    expect(admitted(schema, ["a", "ab", "abc", "abcd"])).toEqual(["ab", "abc"]);
    expect(admitted(schema, ["😀", "😀😀", "😀😀😀", "😀😀😀😀"])).toEqual(["😀😀", "😀😀😀"]);
  });

  test("of a GUID is 36 anyway", () => {
    expect(emitted({ type: "string", format: "uuid", minLength: 36, maxLength: 36 })).toBe("z.guid()");
  });

  test("of a GUID may be wrong, and is checked then", () => {
    expect(admitted({ type: "string", format: "uuid", maxLength: 35 }, [guid])).toEqual([]);
  });

  test("must be a number", () => {
    expect(() => emitted({ type: "string", maxLength: "3" })).toThrow("#/maxLength: must be a number");
  });
});

describe("pattern", () => {
  test("is not anchored, and knows Unicode", () => {
    expect(admitted({ type: "string", pattern: "b/" }, ["ab/c", "ac"])).toEqual(["ab/c"]);
    expect(admitted({ type: "string", pattern: "^.$" }, ["😀", "ab"])).toEqual(["😀"]);
    expect(admitted({ type: "string", pattern: "^\\p{L}+$" }, ["é", "1"])).toEqual(["é"]);
  });

  test("is judged again for each string", () => {
    expect(admitted({ type: "string", pattern: "a" }, ["a", "a", "a"])).toEqual(["a", "a", "a"]);
  });

  test("must be a regular expression", () => {
    expect(() => emitted({ type: "string", pattern: "(" })).toThrow(
      "#/pattern: SyntaxError: Invalid regular expression",
    );
  });
});

describe("format", () => {
  test("uuid admits any GUID in either case", () => {
    expect(admitted({ type: "string", format: "uuid" }, [guid, `{${guid}}`, `${guid}0`, "x"])).toEqual([
      guid,
    ]);
  });

  test("date-time wants an offset", () => {
    const times = ["2025-06-12T10:00:00Z", "2025-06-12T10:00:00.5+02:00"];
    expect(
      admitted({ type: "string", format: "date-time" }, [...times, "2025-06-12T10:00:00", "2025-06-12"]),
    ).toEqual(times);
  });

  test("must be one the generator knows", () => {
    expect(() => emitted({ type: "string", format: "hostname" })).toThrow(
      "#/format: unknown format hostname",
    );
  });
});

test("a number is any JSON number", () => {
  expect(admitted({ type: "number" }, [0, -1.5, 1e300, "1", null, Number.NaN, Infinity])).toEqual([
    0, -1.5, 1e300,
  ]);
});

test("bounds are inclusive, or exclusive by their own keywords", () => {
  const numbers = [0, 0.5, 1, 2, 2.5];
  expect(admitted({ type: "number", minimum: 0.5, maximum: 2 }, numbers)).toEqual([0.5, 1, 2]);
  expect(admitted({ type: "number", exclusiveMinimum: 0.5, exclusiveMaximum: 2 }, numbers)).toEqual([1]);
});

test("an integer has no fraction, and may be larger than a double holds exactly", () => {
  const integers = [0, -0, 1.0, 2 ** 53, -1e300];
  expect(admitted({ type: "integer" }, [...integers, 1.5, Infinity, "1"])).toEqual(integers);
});

test("an int32 has 32 bits", () => {
  const integers = [2 ** 31 - 1, -(2 ** 31)];
  expect(admitted({ type: "integer", format: "int32" }, [...integers, 2 ** 31, -(2 ** 31) - 1, 0.5])).toEqual(
    integers,
  );
});

test("an integer has bounds too", () => {
  expect(admitted({ type: "integer", format: "int32", minimum: 1, maximum: 2 }, [0, 1, 2, 3])).toEqual([
    1, 2,
  ]);
});

test("other formats are unknown", () => {
  expect(() => emitted({ type: "integer", format: "int64" })).toThrow("#/format: unknown format int64");
  expect(() => emitted({ type: "number", format: "double" })).toThrow("#: format says nothing about number");
  expect(() => emitted({ type: ["number", "string"], format: "uuid" })).toThrow(
    "#/format: a number has no format",
  );
});
