import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HostScanTimeoutError } from "./errors.ts";
import { delay, startLimit } from "./limit.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("a limit is reached after its time, and says what took too long", async () => {
  const { stop, stopped } = startLimit("The call", 1_000, undefined);
  await vi.advanceTimersByTimeAsync(999);
  expect(stop.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(stop.reason).toBeInstanceOf(HostScanTimeoutError);
  await expect(stopped).rejects.toThrow("The call took longer than 1000 ms");
});

test("a limit is reached at the caller's signal, were it before the start", async () => {
  const controller = new AbortController();
  const later = startLimit("The call", undefined, controller.signal);
  controller.abort(new Error("enough"));
  const late = startLimit("The call", undefined, controller.signal);
  for (const { stop, stopped } of [later, late]) {
    expect(stop.aborted).toBe(true);
    await expect(stopped).rejects.toThrow("enough");
  }
});

test("an ended limit holds neither timer nor signal", async () => {
  const controller = new AbortController();
  const removed = vi.spyOn(controller.signal, "removeEventListener");
  const { stop, end } = startLimit("The call", 1_000, controller.signal);
  end();
  expect(removed).toHaveBeenCalledOnce();
  controller.abort();
  await vi.runAllTimersAsync();
  expect(stop.aborted).toBe(false);
});

test("a delay ends with its limit", async () => {
  const limit = startLimit("The call", 1_000, undefined);
  const waiting = expect(delay(5_000, limit)).rejects.toBeInstanceOf(HostScanTimeoutError);
  await vi.advanceTimersByTimeAsync(1_000);
  await waiting;
});

test("a time that no timer takes is no limit, and as a delay is the longest there is", async () => {
  const { stop } = startLimit("The call", Number.POSITIVE_INFINITY, undefined);
  expect(vi.getTimerCount()).toBe(0);
  let over = false;
  const waiting = delay(2 ** 40, startLimit("The call", undefined, undefined)).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(2 ** 31 - 2);
  expect([over, stop.aborted]).toEqual([false, false]);
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
  expect(over).toBe(true);
});
