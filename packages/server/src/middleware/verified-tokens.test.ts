import type { Authentication } from "@hostscan/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ACCEPTED_FOR_MS, REFUSED_FOR_MS, rememberTokens } from "./verified-tokens.ts";

const accepted = (expiresInMs: number): Authentication => ({
  ok: true,
  caller: { subject: "1", name: "One", role: "App" },
  expiresAt: new Date(Date.now() + expiresInMs),
});

/** A verifier that gives one verdict, and counts how often it is asked. */
function countingVerifier(verdict: () => Authentication | Promise<Authentication>) {
  const verify = vi.fn(async () => verdict());
  return { verify, tokens: rememberTokens({ verify }) };
}

beforeEach(() => {
  vi.useFakeTimers();
  // The cache takes the time 0, at which a faked clock starts, for no time at all.
  vi.advanceTimersByTime(1);
});
afterEach(() => {
  vi.useRealTimers();
});

test("an accepted token is verified again after 5 s", async () => {
  const { verify, tokens } = countingVerifier(() => accepted(3_600_000));

  await tokens.verify("a");
  vi.advanceTimersByTime(ACCEPTED_FOR_MS - 1);
  await tokens.verify("a");
  expect(verify).toHaveBeenCalledTimes(1);

  vi.advanceTimersByTime(2);
  await tokens.verify("a");
  expect(verify).toHaveBeenCalledTimes(2);
});

test("a revocation is seen within 5 s, however often the token is used", async () => {
  let verdict = accepted(3_600_000);
  const { tokens } = countingVerifier(() => verdict);
  await tokens.verify("a");
  verdict = { ok: false, reason: "revoked" };

  for (let elapsed = 0; elapsed < ACCEPTED_FOR_MS; elapsed += 500) {
    await tokens.verify("a");
    vi.advanceTimersByTime(500);
  }
  vi.advanceTimersByTime(1);
  expect(await tokens.verify("a")).toEqual({ ok: false, reason: "revoked" });
});

test("an acceptance ends with its token", async () => {
  const { verify, tokens } = countingVerifier(() => accepted(1_000));

  await tokens.verify("a");
  vi.advanceTimersByTime(1_001);
  await tokens.verify("a");
  expect(verify).toHaveBeenCalledTimes(2);
});

test("an acceptance whose token has ended meanwhile is not kept", async () => {
  const { verify, tokens } = countingVerifier(() => accepted(0));

  await tokens.verify("a");
  await tokens.verify("a");
  expect(verify).toHaveBeenCalledTimes(2);
});

test("a refusal is kept for a second", async () => {
  const { verify, tokens } = countingVerifier(() => ({ ok: false, reason: "unknown" }));

  await tokens.verify("a");
  vi.advanceTimersByTime(REFUSED_FOR_MS - 1);
  await tokens.verify("a");
  expect(verify).toHaveBeenCalledTimes(1);

  vi.advanceTimersByTime(2);
  await tokens.verify("a");
  expect(verify).toHaveBeenCalledTimes(2);
});

test("a verdict that could not be had is not kept", async () => {
  const { verify, tokens } = countingVerifier(() => ({ ok: false, reason: "unavailable" }));

  await tokens.verify("a");
  await tokens.verify("a");
  expect(verify).toHaveBeenCalledTimes(2);
});

test("a flood of bad tokens drives out no good one", async () => {
  const verify = vi.fn(
    async (token: string): Promise<Authentication> =>
      token === "good" ? accepted(3_600_000) : { ok: false, reason: "unknown" },
  );
  const tokens = rememberTokens({ verify });
  await tokens.verify("good");
  for (let index = 0; index < 12_000; index += 1) await tokens.verify(`bad-${index}`);
  verify.mockClear();

  await tokens.verify("good");
  await tokens.verify("bad-11999");
  expect(verify).not.toHaveBeenCalled();
  await tokens.verify("bad-0");
  expect(verify).toHaveBeenCalledOnce();
});

test("calls at the same time share one verification of a token", async () => {
  const { promise, resolve } = Promise.withResolvers<Authentication>();
  const { verify, tokens } = countingVerifier(() => promise);

  const verdicts = Promise.all([tokens.verify("a"), tokens.verify("a"), tokens.verify("b")]);
  resolve(accepted(1_000));
  const [first, second] = await verdicts;
  expect(first).toBe(second);
  expect(verify).toHaveBeenCalledTimes(2);
});

test("a verification that fails is not kept, and fails for all who share it", async () => {
  let fails = true;
  const { tokens } = countingVerifier(() => {
    if (fails) throw new Error("The key could not be read");
    return accepted(1_000);
  });

  const verdicts = await Promise.allSettled([tokens.verify("a"), tokens.verify("a")]);
  expect(verdicts.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await tokens.verify("a")).toMatchObject({ ok: true });
});
