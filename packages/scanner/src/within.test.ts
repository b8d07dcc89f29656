import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { within } from "./within.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("hands out what comes in time, and leaves no timer", async () => {
  expect(await within(1_000, Promise.resolve("here"))).toBe("here");
  expect(vi.getTimerCount()).toBe(0);
});

it("waits no longer", async () => {
  const value = within(1_000, new Promise<string>(() => {}));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await value).toBeUndefined();
});
