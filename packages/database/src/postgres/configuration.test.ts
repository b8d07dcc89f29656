import { expect, test } from "vitest";
import { quoteSetting } from "./configuration.ts";

test.each([
  ["64MB", "'64MB'"],
  ["/it's/here", "'/it''s/here'"],
  ["a\\b", "'a\\\\b'"],
])("%s is written as %s", (value, written) => {
  expect(quoteSetting(value)).toBe(written);
});
