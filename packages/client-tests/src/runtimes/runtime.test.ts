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

test("an executable of no package is none", () => {
  expect(executableOf("node-99", "bin/node")).toBeUndefined();
  expect(executableOf("typescript", "bin/none")).toBeUndefined();
});
