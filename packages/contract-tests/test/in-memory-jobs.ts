import type { HostScanJobRequest } from "@hostscan/client";
import type { HostScanJobService } from "@hostscan/core";
import { addresses, credentialId, InMemoryJobs } from "@hostscan/server/testing";

/** Jobs in memory scan this host, and never end with the other one. */
export const scannable: HostScanJobRequest = {
  ipAddress: addresses.scannable,
  credentialId,
  acceptThumbprintOnFirstDiscovery: true,
};
export const unresponsive: HostScanJobRequest = { ipAddress: addresses.unresponsive, credentialId };

/** The port, whose methods a test may take and replace one by one, and two hosts that it knows. */
export function createInMemoryJobs(
  memory = new InMemoryJobs(),
): HostScanJobService & { readonly hostIds: readonly [string, string] } {
  const caller = { subject: "fixture" };
  const [first, second] = ["fixture-1.test", "fixture-2.test"].map((dnsHostName) =>
    memory.onboard({ dnsHostName, credentialId }, caller),
  );
  if (first === undefined || second === undefined) throw new Error("the hosts were not onboarded");
  memory.schedule([first, second], caller);
  return {
    hostIds: [first.id, second.id],
    createJob: (...call) => memory.createJob(...call),
    validateImportedCsv: (...call) => memory.validateImportedCsv(...call),
    scanHost: (...call) => memory.scanHost(...call),
    scanHosts: (...call) => memory.scanHosts(...call),
    scanOrganizationalUnit: (...call) => memory.scanOrganizationalUnit(...call),
    cancelJob: (...call) => memory.cancelJob(...call),
    listJobs: (...call) => memory.listJobs(...call),
    getJob: (...call) => memory.getJob(...call),
    latestJobForHost: (...call) => memory.latestJobForHost(...call),
  };
}
