import { expect, test } from "vitest";
import { spread } from "./statistics.ts";

test.each([
  [[3], { median: 3, lowerQuartile: 3, upperQuartile: 3 }],
  [[4, 1, 3, 2, 5], { median: 3, lowerQuartile: 2, upperQuartile: 4 }],
  [[10, 1], { median: 5.5, lowerQuartile: 3.25, upperQuartile: 7.75 }],
])("the samples %j are summed up", (samples, expected) => {
  expect(spread(samples)).toEqual(expected);
});
