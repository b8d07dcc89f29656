import { EmbeddedPostgresError, SecretKeyError } from "@hostscan/engine";
import { expect, test } from "vitest";
import { commandFailure } from "./failure.ts";

const coded = (message: string, code: string) => Object.assign(new Error(message), { code });

test.each([
  ["a wrong secret key", new SecretKeyError("another key"), 78, "another key"],
  ["no embedded database", new EmbeddedPostgresError("no binaries"), 69, "no binaries"],
  [
    "nobody there",
    coded("connect ECONNREFUSED", "ECONNREFUSED"),
    69,
    "the database cannot be reached: connect ECONNREFUSED",
  ],
  [
    "a wrong password",
    coded("password authentication failed", "28P01"),
    69,
    "the database refuses: password authentication failed",
  ],
  [
    "no such database",
    coded("database x does not exist", "3D000"),
    69,
    "the database refuses: database x does not exist",
  ],
])("%s", (_, error, exitCode, message) => {
  expect(commandFailure(error)).toMatchObject({ name: "CommandFailure", exitCode, message });
});

test("the reasons of every address that was tried are told", () => {
  const reasons = [new Error("::1 refused"), "127.0.0.1 refused"];
  const error = Object.assign(new AggregateError(reasons), { code: "ECONNREFUSED" });
  expect(commandFailure(error)).toMatchObject({
    message: "the database cannot be reached: ::1 refused, 127.0.0.1 refused",
  });
});

test.each([new Error("a fault of ours"), coded("syntax error", "42601"), "no error"])(
  "%s stays what it is",
  (error) => {
    expect(commandFailure(error)).toBe(error);
  },
);
