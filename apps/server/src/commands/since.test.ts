import { InvalidArgumentError } from "commander";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseSince } from "./audit.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-01T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ["90m", "2026-03-01T10:30:00.000Z"],
  ["2d", "2026-02-27T12:00:00.000Z"],
  ["2026-01-31", "2026-01-31T00:00:00.000Z"],
  ["2026-01-31T08:00:00Z", "2026-01-31T08:00:00.000Z"],
  ["2026-01-31T08:00:00+02:00", "2026-01-31T06:00:00.000Z"],
])("%s is %s", (text, moment) => {
  expect(parseSince(text).toISOString()).toBe(moment);
});

test.each(["", "yesterday", "2026-02-30", "2026-01-31T08:00:00", "0m", "1"])("'%s' is no moment", (text) => {
  expect(() => parseSince(text)).toThrow(InvalidArgumentError);
});
