import { expect, test } from "vitest";
import { describeError } from "./describe-error.ts";

test("an error is told by its name, message and stack", () => {
  const error = new TypeError("No such column");

  expect(describeError(error)).toEqual({ type: "TypeError", message: "No such column", stack: error.stack });
});

test("the code of an error is told where it is a text", () => {
  const withCode = (code: unknown) => describeError(Object.assign(new Error(""), { code }));

  expect(withCode("ECONNREFUSED")).toMatchObject({ code: "ECONNREFUSED" });
  expect(withCode(7)).not.toHaveProperty("code");
});

test("what a library hangs on its error stays out", () => {
  const error = Object.assign(new Error("Refused"), { request: { authorization: "Bearer secret" } });

  expect(JSON.stringify(describeError(error))).not.toContain("secret");
});

test("causes are told along", () => {
  const error = new Error("No answer", { cause: new Error("Socket closed") });

  expect(describeError(error).cause).toMatchObject({ type: "Error", message: "Socket closed" });
});

test("a ring of causes comes to an end", () => {
  const error = new Error("Round");
  error.cause = error;

  expect(JSON.stringify(describeError(error)).match(/Round/g)).not.toBeNull();
});

test("something else that is thrown is told too", () => {
  expect(describeError("no")).toEqual({ type: "string", message: "no" });
});
