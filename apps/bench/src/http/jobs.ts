import type { components } from "@hostscan/contract";

type HostScanJobStatus = components["schemas"]["HostScanJobStatus"];

/** Answers as an engine would right after scheduling, from memory: one queued job for each host. */
export const scanHosts = (hostIds: readonly string[]): HostScanJobStatus[] =>
  hostIds.map((id) => queuedJob(id));

/** A queued job of so many hosts. */
export const queuedJob = (id: string, hosts = 1): HostScanJobStatus => ({
  id,
  status: 0,
  statusDescription: "Queued.",
  hostScanHostStatus: Array.from({ length: hosts }, () => ({
    hostScanHostId: id,
    hostId: id,
    name: "host",
    dnsHostName: "host.example.local",
    os: "Debian GNU/Linux",
    ipAddress: "192.168.1.1",
    version: "12",
    status: 0,
    statusDescription: "Queued",
    failureReason: 0,
  })),
});

/** Id of a job of 1,000 hosts; every other job has one. */
export const largeJobId = "1a7c4a1e-51b3-4f0e-9d0a-2f6c3c1d4e00";
const largeJob = queuedJob(largeJobId, 1_000);

/** The job of an id. */
export const readJob = (id: string): HostScanJobStatus => (id === largeJobId ? largeJob : queuedJob(id));
