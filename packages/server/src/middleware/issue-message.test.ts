import { expect, test } from "vitest";
import { z } from "zod";
import { invalidValues, issueMessage } from "./validate.ts";

test.each<[z.ZodType, unknown, string]>([
  [z.string(), 1, "must be a string"],
  [z.array(z.string()), {}, "must be an array"],
  [z.object({}), null, "must be an object"],
  [z.boolean(), "true", "must be a boolean"],
  [z.number(), "1", "must be a number"],
  [z.int32(), 1.5, "must be an integer"],
  [z.int32().nullable(), "1", "must be a number"],
  [z.date(), 1, "must be date"],
  [z.string(), undefined, "is missing"],
  [z.guid(), "1", "must be a GUID"],
  [z.string().regex(/^[!-~]+$/u), "ä", "must match /^[!-~]+$/u"],
  [z.literal([0, 1, 2]), 3, "must be one of 0, 1, 2"],
  [z.int32().min(1), 0, "must be at least 1"],
  [z.int32().max(200), 201, "must be at most 200"],
  [z.array(z.string()).min(1), [], "must have at least 1 item"],
  [z.array(z.string()).max(1), ["a", "b"], "must have at most 1 item"],
  [z.string().min(1), "", "must have at least 1 character"],
  [z.string().max(2), "abc", "must have at most 2 characters"],
  [z.set(z.string()).max(0), new Set(["a"]), "must be at most 0"],
  [z.union([z.string(), z.number()]), {}, "must be a string or must be a number"],
  [z.union([z.object({ a: z.string() }), z.number()]), {}, "Invalid input"],
  [z.strictObject({}), { a: 1 }, 'Unrecognized key: "a"'],
  [z.string().check(z.refine(() => false, "must be kind")), "", "must be kind"],
])("%#: %j is told that it %s", (schema, value, message) => {
  const { error } = schema.safeParse(value, { error: issueMessage });

  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});

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
