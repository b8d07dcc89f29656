import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startWatch } from "./watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a watch", () => {
  it("is over at its deadline, and says in which phase", async () => {
    const watch = startWatch(new AbortController().signal, 2_500);
    watch.phase = "kex";
    await vi.advanceTimersByTimeAsync(2_499);
    expect(watch.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(watch.signal.aborted).toBe(true);
    expect(await watch.over).toEqual({
      phase: "timeout",
      message: "The scan was given up after 2.5 s, in phase kex.",
    });
  });

  it("counts anew from a restart", async () => {
    const watch = startWatch(new AbortController().signal, 1_000);
    await vi.advanceTimersByTimeAsync(900);
    expect(watch.remainingMs()).toBe(100);
    watch.restart();
    expect(watch.remainingMs()).toBe(1_000);
    await vi.advanceTimersByTimeAsync(900);
    expect(watch.signal.aborted).toBe(false);
  });

  it("tells of each phase once, and of none after its end", () => {
    const phases: string[] = [];
    const watch = startWatch(new AbortController().signal, 1_000, { onPhase: (phase) => phases.push(phase) });
    for (const phase of ["dns", "tcp", "kex", "kex"] as const) watch.phase = phase;
    watch.stop();
    watch.phase = "collect";
    expect(phases).toEqual(["dns", "tcp", "kex"]);
  });

  it("is over at once when its caller aborts", async () => {
    const caller = new AbortController();
    const watch = startWatch(caller.signal, 1_000);
    caller.abort();
    expect(watch.signal.aborted).toBe(true);
    expect(await watch.over).toMatchObject({ phase: "aborted" });
  });

  it("is over from the start where its caller had aborted before", async () => {
    const watch = startWatch(AbortSignal.abort(), 1_000);
    expect(watch.signal.aborted).toBe(true);
    expect(await watch.over).toMatchObject({ phase: "aborted" });
  });

  it("stands still while its caller holds it up", async () => {
    const permission = Promise.withResolvers<{ ok: true }>();
    const watch = startWatch(new AbortController().signal, 1_000, { beforeLogin: () => permission.promise });
    await vi.advanceTimersByTimeAsync(400);
    const asked = watch.beforeLogin({ address: "192.0.2.7", port: 22 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(watch.signal.aborted).toBe(false);
    permission.resolve({ ok: true });
    expect(await asked).toMatchObject({ ok: true });
    expect(watch.remainingMs()).toBe(600);
    await vi.advanceTimersByTimeAsync(600);
    expect(await watch.over).toMatchObject({ phase: "timeout" });
  });

  it("leaves no timer and no listener once it is stopped, and starts none again", () => {
    const caller = new AbortController();
    const watch = startWatch(caller.signal, 1_000);
    expect(getEventListeners(caller.signal, "abort")).toHaveLength(1);
    watch.stop();
    watch.restart();
    expect(watch.signal.aborted).toBe(true);
    expect(getEventListeners(caller.signal, "abort")).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
