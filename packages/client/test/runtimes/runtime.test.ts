import { expect, test } from "vitest";
import { executableOf, runtimeGate } from "./runtime.ts";

test("a suite runs where its runtime is there", () => {
  expect(runtimeGate({ name: "Node", executable: process.execPath }, true)).toEqual({
    skip: false,
    title: "Node",
  });
});

test("a suite is skipped by name where its runtime is missing, and fails on CI", () => {
  const missing = { name: "Node 99", executable: undefined };
  expect(runtimeGate(missing, false)).toEqual({
    skip: true,
    title: "Node 99 [SKIPPED: Node 99 is not installed on this machine]",
  });
  expect(() => runtimeGate(missing, true)).toThrow("This suite cannot run: Node 99 is not installed");
});

test("an executable is found in its package, on the machine that the package is for", () => {
  expect(executableOf("typescript", "bin/tsc", "linux-x64")).toMatch(/\/bin\/tsc$/);
  expect(executableOf("typescript", "bin/tsc", "darwin-arm64")).toBeUndefined();
  expect(executableOf("typescript", "bin/none", "linux-x64")).toBeUndefined();
  expect(executableOf("node-99", "bin/node", "linux-x64")).toBeUndefined();
});
