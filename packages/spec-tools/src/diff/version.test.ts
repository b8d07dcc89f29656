import { expect, test } from "vitest";
import { compareVersions, isVersion, nextVersion, stepBetween, suffices } from "./version.ts";

test.each([
  ["1.2.3", "2.0.0", "major"],
  ["1.2.3", "1.3.0", "minor"],
  ["1.2.3", "1.2.4", "patch"],
  ["1.2.3", "1.2.3", "none"],
  ["1.10.0", "1.9.9", "none"],
  ["2.0.0", "1.9.0", "none"],
])("from %s to %s is a step: %s", (base, revision, step) => {
  expect(stepBetween(base, revision)).toBe(step);
});

test.each([
  ["major", "2.0.0"],
  ["minor", "1.3.0"],
  ["patch", "1.2.4"],
  ["none", "1.2.3"],
] as const)("a %s step from 1.2.3 leads to %s", (step, next) => {
  expect(nextVersion("1.2.3", step)).toBe(next);
});

test("versions are compared by their numbers", () => {
  expect(["1.10.0", "1.9.0", "0.1.0"].sort(compareVersions)).toEqual(["0.1.0", "1.9.0", "1.10.0"]);
});

test("a larger step will do, a smaller one will not", () => {
  expect(suffices("major", "minor")).toBe(true);
  expect(suffices("patch", "minor")).toBe(false);
});

test.each(["1.2", "1.2.3-rc.1", "v1.2.3", "01.2.3", "latest"])("%s is no version", (text) => {
  expect(isVersion(text)).toBe(false);
  expect(() => stepBetween("1.0.0", text)).toThrow(RangeError);
});
