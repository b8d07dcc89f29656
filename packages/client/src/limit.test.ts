import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { delay, reasonOf, startLimit } from "./limit.ts";

const late = () => new RangeError("late");

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("a limit is reached after its time, and says what took too long", async () => {
  const { stop, stopped, check } = startLimit(1_000, [], late);
  await vi.advanceTimersByTimeAsync(999);
  expect(stop.aborted).toBe(false);
  check();
  await vi.advanceTimersByTimeAsync(1);
  expect(check).toThrow("late");
  expect(stop.reason).toBeInstanceOf(RangeError);
  await expect(stopped).rejects.toThrow("late");
});

test("a limit is reached at the caller's signal, were it before the start", async () => {
  const controller = new AbortController();
  const later = startLimit(undefined, [undefined, controller.signal], late);
  controller.abort(new Error("enough"));
  const after = startLimit(undefined, [undefined, controller.signal], late);
  for (const { stop, stopped } of [later, after]) {
    expect(stop.aborted).toBe(true);
    await expect(stopped).rejects.toThrow("enough");
  }
});

test("an ended limit holds neither timer nor signal", async () => {
  const controller = new AbortController();
  const removed = vi.spyOn(controller.signal, "removeEventListener");
  const { stop, end } = startLimit(1_000, [controller.signal], late);
  end();
  expect(removed).toHaveBeenCalledOnce();
  controller.abort();
  await vi.runAllTimersAsync();
  expect(stop.aborted).toBe(false);
});

test.each([Number.NaN, -1, "5s", "1000", {}])("a time of %j is none", (amount) => {
  const time = JSON.parse(JSON.stringify({ amount }), (_, value) => value ?? Number.NaN).amount;
  expect(() => startLimit(time, [], late)).toThrow("timeoutMs must be a number, 0 or more");
});

test("a delay ends with its limit", async () => {
  const limit = startLimit(1_000, [], late);
  const waiting = expect(delay(5_000, limit)).rejects.toBeInstanceOf(RangeError);
  await vi.advanceTimersByTimeAsync(1_000);
  await waiting;
});

test("a time that no timer takes is no limit, and as a delay is the longest there is", async () => {
  const { stop } = startLimit(Number.POSITIVE_INFINITY, [], late);
  expect(vi.getTimerCount()).toBe(0);
  let over = false;
  const waiting = delay(2 ** 40, startLimit(undefined, [], late)).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(2 ** 31 - 2);
  expect([over, stop.aborted]).toEqual([false, false]);
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
  expect(over).toBe(true);
});

test("a signal of a platform that tells no reason has one nevertheless", () => {
  const signal = Object.defineProperty(AbortSignal.abort(), "reason", { value: undefined });
  expect(reasonOf(signal)).toMatchObject({ name: "AbortError" });
});
