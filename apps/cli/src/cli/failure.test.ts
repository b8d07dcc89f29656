import { expect, test } from "vitest";
import { unreadable } from "./failure.ts";

test.each([
  ["ENOENT", "hosts.csv: there is no such file"],
  ["EACCES", "hosts.csv: you may not read it"],
  ["EIO", "hosts.csv: i/o error"],
  [undefined, "hosts.csv: i/o error"],
])("that a file cannot be read (%s) is told in people's words", (code, message) => {
  const error = Object.assign(new Error("i/o error"), code !== undefined && { code });
  expect(unreadable("hosts.csv", error)).toMatchObject({ exit: "NotFound", message });
});
