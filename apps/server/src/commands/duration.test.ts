import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { parseDuration } from "./duration.ts";

test.each([
  ["90m", 5_400],
  ["12h", 43_200],
  ["30d", 2_592_000],
  ["10y", 315_360_000],
])("%s is %i seconds", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(["", "30", "d", "0d", "-1d", "1.5h", "30 d", "1w", "11y", "30D"])(
  "%j is not a length of time",
  (text) => {
    expect(() => parseDuration(text)).toThrow(InvalidArgumentError);
  },
);
