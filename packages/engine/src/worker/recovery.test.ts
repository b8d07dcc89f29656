import { expect, test } from "vitest";
import { HEARTBEAT_SECONDS, scanQueueOptions } from "../queue/scan-queue-options.ts";
import { DEFAULTS } from "./worker.ts";

test("what a killed worker held is with another within 15 s", () => {
  // The entry falls silent, a look at the queue is due and finds it, and the next poll takes it.
  const { superviseIntervalSeconds, monitorIntervalSeconds } = scanQueueOptions;
  const found = HEARTBEAT_SECONDS + monitorIntervalSeconds + superviseIntervalSeconds;
  expect(found + DEFAULTS.pollMs / 1_000).toBeLessThanOrEqual(15);
});
