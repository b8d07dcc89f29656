import {
  EmbeddedPostgresError,
  NewerDatabaseError,
  OlderDatabaseError,
  SecretKeyError,
  UnusableDatabaseError,
} from "@hostscan/database";
import { expect, test } from "vitest";
import { commandFailure } from "./installation.ts";

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
  [
    "a grant that is missing",
    coded("permission denied for schema public", "42501"),
    69,
    "the database refuses: permission denied for schema public",
  ],
  [
    "a full disk of the database",
    coded("could not extend file", "53100"),
    69,
    "the database cannot serve now: could not extend file",
  ],
  [
    "a certificate of the database that nobody vouches for",
    coded("self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT"),
    69,
    "the database cannot be connected to: self-signed certificate",
  ],
  [
    "a database that speaks no TLS",
    new Error("The server does not support SSL connections"),
    69,
    "the database cannot be connected to: The server does not support SSL connections",
  ],
  ["a server that is too old", new UnusableDatabaseError("too old"), 78, "too old"],
  ["a database of a later release", new NewerDatabaseError("later"), 78, "later"],
  ["a database of an earlier release", new OlderDatabaseError("earlier"), 78, "earlier"],
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

test.each(["EROFS", "EACCES", "ENOSPC", "EDQUOT", "ENOENT", "ENOTDIR"])(
  "a file that cannot be used is told, %s",
  (code) => {
    const error = Object.assign(coded(`${code}: open 'x'`, code), { syscall: "open" });
    const message = `a file cannot be used: ${code}: open 'x'`;
    expect(commandFailure(error)).toMatchObject({ exitCode: 69, message });
  },
);
