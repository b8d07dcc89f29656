import { expect, test } from "vitest";
import { z } from "zod";
import { invalidValues } from "./invalid-values.ts";

const issuesOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues ?? [];
const never = z.never("no");

test.each<[z.ZodType, unknown, string]>([
  [never, 1, ""],
  [z.array(never), [1], "/0"],
  [z.array(z.object({ sshPort: never })), [{ sshPort: 1 }], "/0/sshPort"],
  [z.object({ "a/b~c": never }), { "a/b~c": 1 }, "/a~1b~0c"],
])("%#: a value of the body is named by the JSON Pointer %j", (schema, value, path) => {
  expect(invalidValues("body", issuesOf(schema, value))).toEqual([{ path, message: "no" }]);
});

test("a parameter is named by its name", () => {
  expect(invalidValues("parameters", issuesOf(z.object({ limit: never }), { limit: 1 }))).toEqual([
    { path: "limit", message: "no" },
  ]);
});
