import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConnectPace } from "./connect-pace.ts";

const never = new AbortController().signal;
beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

test("no second sees more connections than it may, and they come in turn", async () => {
  const pace = new ConnectPace(3);
  const times: number[] = [];
  const start = performance.now();
  const all = Array.from({ length: 8 }, () =>
    pace.next(never).then(() => times.push(performance.now() - start)),
  );
  await vi.advanceTimersByTimeAsync(3_000);
  await Promise.all(all);
  expect(times).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000, 2_000]);
});

test("a scan that ends does not wait any longer", async () => {
  const pace = new ConnectPace(1);
  await pace.next(never);
  const ending = new AbortController();
  const waiting = pace.next(ending.signal);
  ending.abort();
  await waiting;
  expect(vi.getTimerCount()).toBe(0);
});

test("without a limit nobody waits", async () => {
  const pace = new ConnectPace(Number.POSITIVE_INFINITY);
  await Promise.all(Array.from({ length: 1_000 }, () => pace.next(never)));
  expect(vi.getTimerCount()).toBe(0);
});
