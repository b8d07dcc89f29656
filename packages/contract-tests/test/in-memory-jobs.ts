import type { HostScanJobRequest } from "@hostscan/client";
import type { HostScanJobService } from "@hostscan/core";
import { credentialId } from "./model/hosts.ts";
import { Model } from "./model/model.ts";
import { addresses } from "./model/scans.ts";

export { credentialId };

/** The model scans this host, and never ends with the other one. */
export const scannable: HostScanJobRequest = {
  ipAddress: addresses.scannable,
  credentialId,
  acceptThumbprintOnFirstDiscovery: true,
};
export const unresponsive: HostScanJobRequest = { ipAddress: addresses.unresponsive, credentialId };

/** The model's port, whose methods a test may take and replace one by one, and two hosts that it knows. */
export function createInMemoryJobs(
  model = new Model(),
): HostScanJobService & { readonly hostIds: readonly [string, string] } {
  const caller = { subject: "fixture" };
  const [first, second] = ["fixture-1.test", "fixture-2.test"].map((dnsHostName) =>
    model.onboard({ dnsHostName, credentialId }, caller),
  );
  if (first === undefined || second === undefined) throw new Error("the hosts were not onboarded");
  model.schedule([first, second], caller);
  return {
    hostIds: [first.id, second.id],
    createJob: (...call) => model.createJob(...call),
    validateImportedCsv: (...call) => model.validateImportedCsv(...call),
    scanHost: (...call) => model.scanHost(...call),
    scanHosts: (...call) => model.scanHosts(...call),
    scanOrganizationalUnit: (...call) => model.scanOrganizationalUnit(...call),
    cancelJob: (...call) => model.cancelJob(...call),
    listJobs: (...call) => model.listJobs(...call),
    getJob: (...call) => model.getJob(...call),
    latestJobForHost: (...call) => model.latestJobForHost(...call),
  };
}
