import { expect, test } from "vitest";
import { pauseAfter } from "./retry.ts";

test.each([
  [undefined, true, true],
  [undefined, false, false],
  [429, true, true],
  [429, false, true],
  [503, true, true],
  [503, false, false],
  [502, true, true],
  [504, true, true],
  [500, true, false],
  [404, true, false],
  [401, true, false],
])("after %s, a call that is safe to repeat (%s) is repeated: %s", (status, safe, repeated) => {
  expect(pauseAfter(status, undefined, 1, safe) !== undefined).toBe(repeated);
});

test("the pause grows, up to a point, and is never the same for all", () => {
  const pauses = (attempt: number) =>
    Array.from({ length: 50 }, () => pauseAfter(503, undefined, attempt, true) ?? 0);
  for (const [attempt, middle] of [
    [1, 200],
    [2, 400],
    [9, 5_000],
  ] as const) {
    const seen = pauses(attempt);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(middle / 2);
    expect(Math.max(...seen)).toBeLessThanOrEqual(middle * 1.5);
    expect(new Set(seen).size).toBeGreaterThan(1);
  }
});

test("the server's Retry-After is the least", () => {
  expect(pauseAfter(429, 7, 1, true)).toBe(7_000);
  expect(pauseAfter(429, 0, 1, true)).toBeGreaterThanOrEqual(100);
});
