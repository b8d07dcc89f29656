import { describe, expect, test } from "vitest";
import { admitted, emitted } from "../../test/evaluate.ts";

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
