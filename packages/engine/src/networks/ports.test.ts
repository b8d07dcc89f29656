import { expect, test } from "vitest";
import { parsePortRange, permitsPort } from "./ports.ts";

test.each([
  ["22", 22, 22],
  ["2200-2299", 2200, 2299],
  ["1-65535", 1, 65_535],
])("%s means ports from %i to %i", (text, first, last) => {
  expect(parsePortRange(text)).toEqual({ first, last });
});

test.each(["", "0", "65536", "22-", "-22", "30-20", "22-23-24", "ssh", "22 ", "1e2", "+22"])(
  "%j means none",
  (text) => {
    expect(parsePortRange(text)).toBeUndefined();
  },
);

test("any port is good where none is named, or else those that are", () => {
  expect(permitsPort([], 8080)).toBe(true);
  const ranges = [
    { first: 22, last: 22 },
    { first: 2200, last: 2299 },
  ];
  expect([21, 22, 23, 2199, 2200, 2299, 2300].filter((port) => permitsPort(ranges, port))).toEqual([
    22, 2200, 2299,
  ]);
});
