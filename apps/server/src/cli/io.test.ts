import { expect, test } from "vitest";
import { processIo } from "./io.ts";

test("the process's own streams, signals and words that start it again", () => {
  const io = processIo();
  expect(io.stdout).toBe(process.stdout);
  expect(io.stderr).toBe(process.stderr);
  expect(io.stdin).toBe(process.stdin);
  expect(io.signals).toBe(process);
  expect(io.env).toBe(process.env);
  expect(io.executable[0]).toBe(process.execPath);
  expect(io.executable.at(-1)).toBe(process.argv[1]);
});
