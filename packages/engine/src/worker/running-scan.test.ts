import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import type { ClaimedHost } from "./claim-hosts.ts";
import { RunningScan } from "./running-scan.ts";

const claim: ClaimedHost = {
  hostScanHostId: "scan",
  jobId: "job",
  hostId: "host",
  position: 0,
  attempt: 1,
  tries: 0,
  losses: 0,
  credential: null,
  network: "",
  dns_host_name: "web.local",
  ip_address: null,
  ssh_port: 22,
  platform: null,
  trust_action: null,
  accept_first_discovery: null,
  certificate_type: null,
  trusted_thumbprint: null,
};

test("a scan runs until it is aborted", () => {
  const scan = new RunningScan(claim, 0);
  expect(scan).toMatchObject({ abortedFor: undefined, retired: false });
  expect(scan.signal.aborted).toBe(false);
  scan.abort("lease-lost");
  expect(scan).toMatchObject({ abortedFor: "lease-lost", retired: false });
  expect(scan.signal.aborted).toBe(true);
});

test("that a job was cancelled outweighs that the worker stops, whichever comes first", () => {
  const one = new RunningScan(claim, 0);
  one.abort("stopping");
  one.abort("cancelled");
  expect(one).toMatchObject({ abortedFor: "cancelled", retired: true });
  const other = new RunningScan(claim, 0);
  other.abort("cancelled");
  other.abort("stopping");
  expect(other).toMatchObject({ abortedFor: "cancelled", retired: true });
});

test("a lease that has ended aborts the scan as soon as it is asked for", () => {
  const scan = new RunningScan(claim, performance.now() + 60_000);
  expect(scan.holdsLease()).toBe(true);
  expect(scan.signal.aborted).toBe(false);
  scan.leaseUntil = performance.now() - 1;
  expect(scan.holdsLease()).toBe(false);
  expect(scan.abortedFor).toBe("lease-lost");
});
