import type { HostScanJobRequest } from "@hostscan/client";
import { addresses, credentialId, type InMemoryJobs } from "@hostscan/server/testing";

/** Jobs in memory scan this host, and never end with the other one. */
export const scannable: HostScanJobRequest = {
  ipAddress: addresses.scannable,
  credentialId,
  acceptThumbprintOnFirstDiscovery: true,
};
export const unresponsive: HostScanJobRequest = { ipAddress: addresses.unresponsive, credentialId };

/** Jobs in memory, with two hosts that they know. */
export function knowingTwoHosts<Memory extends InMemoryJobs>(jobs: Memory) {
  const caller = { subject: "fixture" };
  const [first, second] = ["fixture-1.test", "fixture-2.test"].map((dnsHostName) =>
    jobs.onboard({ dnsHostName, credentialId }, caller),
  );
  if (first === undefined || second === undefined) throw new Error("the hosts were not onboarded");
  jobs.schedule([first, second], caller);
  return { jobs, hostIds: [first.id, second.id] as const };
}
