import { expect, it } from "vitest";
import { codeOf } from "./failure.ts";

it.each([
  ["its code", Object.assign(new Error("secret"), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
  ["its name where it has no code", new TypeError("secret"), "TypeError"],
  ["its name where the code is a number", Object.assign(new Error("secret"), { code: 11 }), "Error"],
  ["nothing where it is no error", "secret", "unknown error"],
])("tells of an error %s, never its text", (_, error, code) => {
  expect(codeOf(error)).toBe(code);
});
