import { expect, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { stopSignal } from "./stop-signal.ts";

test.each(["SIGTERM", "SIGINT"])("%s is received", async (signal) => {
  const io = captureIo();
  const stop = stopSignal(io);
  io.signals.emit(signal, signal);
  expect(await stop.received).toBe(signal);
  expect(io.exits).toEqual([]);
});

test("the second signal ends the process at once, with the code a shell reports for it", () => {
  const io = captureIo();
  stopSignal(io);
  io.signals.emit("SIGTERM", "SIGTERM");
  io.signals.emit("SIGINT", "SIGINT");
  expect(io.exits).toEqual([130]);
});

test("no listener is left behind", () => {
  const io = captureIo();
  stopSignal(io).release();
  expect(io.signals.eventNames()).toEqual([]);
});
