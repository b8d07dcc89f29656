import { expect, test } from "vitest";
import { claimedHost } from "../../test/claimed-host.ts";
import { monotonicMs, SharedMoment } from "./leases/lease.ts";
import { RunningScan } from "./running-scan.ts";

test("a scan runs until it is aborted", () => {
  const scan = new RunningScan(claimedHost, 0);
  expect(scan).toMatchObject({ abortedFor: undefined, retired: false });
  expect(scan.signal.aborted).toBe(false);
  scan.abort("lease-lost");
  expect(scan).toMatchObject({ abortedFor: "lease-lost", retired: false });
  expect(scan.signal.aborted).toBe(true);
});

test("that a job was cancelled outweighs that the worker stops, whichever comes first", () => {
  const one = new RunningScan(claimedHost, 0);
  one.abort("stopping");
  one.abort("cancelled");
  expect(one).toMatchObject({ abortedFor: "cancelled", retired: true });
  const other = new RunningScan(claimedHost, 0);
  other.abort("cancelled");
  other.abort("stopping");
  expect(other).toMatchObject({ abortedFor: "cancelled", retired: true });
});

test("a lease that has ended aborts the scan as soon as it is asked for", () => {
  const scan = new RunningScan(claimedHost, monotonicMs() + 60_000);
  expect(scan.holdsLease()).toBe(true);
  expect(scan.signal.aborted).toBe(false);
  new SharedMoment(scan.leaseMemory).ms = monotonicMs() - 1;
  expect(scan.holdsLease()).toBe(false);
  expect(scan.abortedFor).toBe("lease-lost");
});
