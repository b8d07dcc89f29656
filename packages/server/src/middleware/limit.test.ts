import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRateLimiter } from "./limit.ts";

const caller = (key: string) => ({ by: "token", key }) as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("calls beyond the limit are told when the next one may come", async () => {
  const limit = createRateLimiter({ callsPerMinute: 2 });
  expect([await limit(caller("a")), await limit(caller("a"))]).toEqual([undefined, undefined]);

  vi.advanceTimersByTime(20_500);
  expect(await limit(caller("a"))).toEqual({
    kind: "rate-limited",
    detail: "The token has used up its 2 calls per minute.",
    headers: { "Retry-After": "40", RateLimit: '"token";r=0;t=40', "RateLimit-Policy": '"token";q=2;w=60' },
  });
});

test("each subject has a limit of its own", async () => {
  const limit = createRateLimiter({ callsPerMinute: 1 });
  await limit(caller("a"));

  expect(await limit(caller("b"))).toBeUndefined();
});

test("after a minute the count starts anew", async () => {
  const limit = createRateLimiter({ callsPerMinute: 1 });
  await limit(caller("a"));
  vi.advanceTimersByTime(60_001);

  expect(await limit(caller("a"))).toBeUndefined();
});
