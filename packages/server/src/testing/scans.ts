import { randomUUID } from "node:crypto";
import { ActionFailureReason, ActionStatus, SshTrustActionType } from "@hostscan/contract";
import { isFinal } from "@hostscan/contract/job-status";
import type { KnownHost, Settings } from "./hosts.ts";

/** One host in one job. */
export interface ScanRecord {
  readonly hostScanHostId: string;
  readonly host: KnownHost;
  readonly settings: Settings;
  status: ActionStatus;
  failureReason: ActionFailureReason;
  statusDescription: string;
  /** What was known of the host when the scan ended; until then, what is known of it now. */
  result: KnownHost["found"] | undefined;
}

/** How scans go on: from Queued over Running to their end. Scans are given in the order of scheduling. */
export interface Course {
  /** Hears of the hosts of a new job. */
  scheduled?(scans: readonly ScanRecord[]): void;
  /** Brings the scans that have not ended up to date, before a job is read. */
  beforeRead(open: Iterable<ScanRecord>): void;
  /** The same, before a job is scheduled or cancelled. */
  beforeChange?(open: Iterable<ScanRecord>): void;
}

/** Every read is a step: what waits begins, and what runs ends. A host is never scanned twice at once. */
export const bySteps = (finish: (scan: ScanRecord) => void = finishScan): Course => ({
  beforeRead(open) {
    const scans = [...open];
    const busy = new Set(scans.filter(isRunning).map(({ host }) => host));
    for (const scan of scans) {
      if (isRunning(scan)) {
        finish(scan);
        if (isFinal(scan.status)) busy.delete(scan.host);
      } else if (scan.status === ActionStatus.Queued && !busy.has(scan.host)) {
        begin(scan);
        busy.add(scan.host);
      }
    }
  },
});

export const queued = (host: KnownHost): ScanRecord => ({
  hostScanHostId: randomUUID(),
  host,
  settings: host.settings,
  status: ActionStatus.Queued,
  failureReason: ActionFailureReason.NoError,
  statusDescription: "Queued",
  result: undefined,
});

/** The host of a job as the document shows it. */
export const shown = ({ hostScanHostId, host, settings, result, ...stands }: ScanRecord) => ({
  hostScanHostId,
  hostId: host.id,
  dnsHostName: host.dnsHostName,
  ipAddress: settings.ipAddress ?? null,
  ...(result ?? host.found),
  ...stands,
});

const isRunning = ({ status }: ScanRecord) => status === ActionStatus.Running;

export function begin(scan: ScanRecord): void {
  Object.assign(scan, { status: ActionStatus.Running, statusDescription: "Running" });
}

export function complete(scan: ScanRecord, found: KnownHost["found"]): void {
  scan.host.found = found;
  Object.assign(scan, { status: ActionStatus.Complete, statusDescription: "Complete", result: found });
}

export function fail(scan: ScanRecord, failureReason: ActionFailureReason, statusDescription: string): void {
  const result = scan.host.found;
  Object.assign(scan, { status: ActionStatus.Failed, failureReason, statusDescription, result });
}

export function cancel(scan: ScanRecord): void {
  const result = scan.host.found;
  Object.assign(scan, { status: ActionStatus.Cancelled, statusDescription: "Cancelled", result });
}

/** By steps, this host is scanned, and the scan of the other one never ends. */
export const addresses = { scannable: "192.0.2.1", unresponsive: "192.0.2.2" };

/** The key that hosts show. */
const SHOWN = `SHA256:${"k".repeat(43)}`;

/** Ends a scan by the address of its host and by whether its key is trusted. */
export function finishScan(scan: ScanRecord): void {
  const { host, settings } = scan;
  if (settings.ipAddress === addresses.unresponsive) return;
  if (settings.ipAddress === undefined) {
    fail(scan, ActionFailureReason.InvalidHostName, "The name does not resolve.");
    return;
  }
  const { trustedThumbprint: trusted, sshTrustActionType: action } = settings;
  host.shown = SHOWN;
  const learns = trusted === undefined && settings.acceptThumbprintOnFirstDiscovery;
  if (learns) host.settings = { ...host.settings, trustedThumbprint: SHOWN };
  if (trusted !== SHOWN && !learns && action === SshTrustActionType.ErrorOnThumbprintMismatch) {
    fail(scan, ActionFailureReason.FailedToConnect, `The key ${SHOWN} is not trusted.`);
    return;
  }
  complete(scan, { name: "scannable", os: "Fixture OS", version: "1" });
}
