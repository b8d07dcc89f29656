import type { components } from "@hostscan/contract";

type HostScanJobStatus = components["schemas"]["HostScanJobStatus"];

/** Answers as an engine would right after scheduling, from memory: one queued job for each host. */
export const scanHosts = (hostIds: readonly string[]): HostScanJobStatus[] => hostIds.map(queuedJob);

const queuedJob = (hostId: string): HostScanJobStatus => ({
  id: hostId,
  status: 0,
  statusDescription: "Queued.",
  hostScanHostStatus: [
    {
      hostScanHostId: hostId,
      hostId,
      name: "host",
      dnsHostName: "host.example.local",
      os: "Debian GNU/Linux",
      ipAddress: "192.168.1.1",
      version: "12",
      status: 0,
      statusDescription: "Queued",
      failureReason: null,
    },
  ],
});
