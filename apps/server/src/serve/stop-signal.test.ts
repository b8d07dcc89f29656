import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { endSignal, stopSignal } from "./stop-signal.ts";

test.each(["SIGTERM", "SIGINT", "SIGHUP"])("%s is received", async (signal) => {
  const io = captureIo();
  const stop = stopSignal(io);
  io.signals.emit(signal, signal);
  expect(await stop.received).toBe(signal);
  expect(io.exits).toEqual([]);
});

test("a second signal ends the process at once, with the code a shell reports for it, but not within a second", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const io = captureIo();
  const stop = stopSignal(io);
  const done: string[] = [];
  stop.beforeExit(async () => void done.push("stopped what outlives it"));
  io.signals.emit("SIGTERM", "SIGTERM");
  vi.advanceTimersByTime(999);
  io.signals.emit("SIGINT", "SIGINT");
  await nextTurn();
  expect([io.exits, done]).toEqual([[], []]);
  vi.advanceTimersByTime(1);
  io.signals.emit("SIGINT", "SIGINT");
  io.signals.emit("SIGINT", "SIGINT");
  await nextTurn();
  expect([io.exits, done]).toEqual([[130], ["stopped what outlives it"]]);
});

test("what cannot be stopped does not keep the process", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const io = captureIo();
  stopSignal(io).beforeExit(() => Promise.reject(new Error("no")));
  io.signals.emit("SIGTERM", "SIGTERM");
  vi.advanceTimersByTime(1_000);
  io.signals.emit("SIGTERM", "SIGTERM");
  await nextTurn();
  expect(io.exits).toEqual([143]);
});

test("no listener is left behind", () => {
  const io = captureIo();
  stopSignal(io).release();
  expect(io.signals.eventNames()).toEqual([]);
});

test("a signal ends a command, but stops before what would outlive it, also what comes to be only then", async () => {
  const io = captureIo();
  const end = endSignal(io, true);
  io.signals.emit("SIGINT", "SIGINT");
  await nextTurn();
  expect(io.exits).toEqual([]);
  const done: string[] = [];
  end.beforeExit(async () => void done.push("stopped what outlives it"));
  await nextTurn();
  expect([io.exits, done]).toEqual([[130], ["stopped what outlives it"]]);
  expect(io.signals.eventNames()).toEqual([]);
});

test("a command that nothing outlives ends at once", async () => {
  const io = captureIo();
  endSignal(io, false);
  io.signals.emit("SIGTERM", "SIGTERM");
  await nextTurn();
  expect(io.exits).toEqual([143]);
});
