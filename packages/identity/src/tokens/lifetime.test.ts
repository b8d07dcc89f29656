import { expect, test } from "vitest";
import { lifetimeProblem } from "./lifetime.ts";

test.each([1, 3_600, 316_224_000])("%d seconds are a lifetime", (seconds) => {
  expect(lifetimeProblem(seconds)).toBeUndefined();
});

test.each([0, -1, 1.5, Number.NaN, 316_224_001])("%d seconds are none", (seconds) => {
  expect(lifetimeProblem(seconds)).toBe("must be from 1 to 316224000");
});
