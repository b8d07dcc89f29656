import { expect, test } from "vitest";
import { clockText, durationText, parseDuration } from "./duration.ts";

test.each([
  [0, "0 s"],
  [1, "1 ms"],
  [300, "0.3 s"],
  [9_960, "10 s"],
  [45_000, "45 s"],
  [60_000, "1 min"],
  [65_400, "1 min 5 s"],
  [3_600_000, "1 h"],
  [3_605_000, "1 h"],
  [7_380_000, "2 h 3 min"],
])("%i ms are %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [5_900, "0:05"],
  [65_000, "1:05"],
  [3_723_000, "1:02:03"],
])("%i ms are %s on a clock", (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test.each([
  ["90", 90_000],
  ["0.3", 300],
  ["90s", 90_000],
  ["10m", 600_000],
  ["1h30m", 5_400_000],
  ["500ms", 500],
  ["1d", 86_400_000],
  ["0", undefined],
  ["0s", undefined],
  ["-5", undefined],
  ["ten", undefined],
  ["5 m", undefined],
  ["", undefined],
])("%j is read as %s", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
