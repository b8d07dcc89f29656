import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { systemUser } from "./system-user.ts";

test("the user is called as the system calls it", () => {
  expect(systemUser()).toBe(execFileSync("id", ["-un"], { encoding: "utf8" }).trim());
});

test("a user without a name is called by its number", () => {
  const nobody = () => {
    throw new Error("ENOENT: no such file or directory, uv_os_get_passwd");
  };
  expect(systemUser(nobody)).toBe(`uid ${process.getuid?.()}`);
});
