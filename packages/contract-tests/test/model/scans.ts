import { ActionFailureReason, ActionStatus, SshTrustActionType } from "@hostscan/contract";
import type { KnownHost, Settings } from "./hosts.ts";

/** The model scans this host, and never ends with the other one. */
export const addresses = { scannable: "192.0.2.1", unresponsive: "192.0.2.2" };
/** The key that the scannable host shows. */
const SHOWN = `SHA256:${"k".repeat(43)}`;

/** One host in one job. */
export interface ScanRecord {
  readonly hostScanHostId: string;
  readonly host: KnownHost;
  readonly settings: Settings;
  status: ActionStatus;
  failureReason: ActionFailureReason;
  statusDescription: string;
  /** What it came to; until then, what is known of the host. */
  result: KnownHost["found"] | undefined;
}

const fail = (record: ScanRecord, failureReason: ActionFailureReason, statusDescription: string) =>
  Object.assign(record, { status: ActionStatus.Failed, failureReason, statusDescription });

/** Ends a scan that is under way, unless its host keeps it waiting. */
export function finishScan(record: ScanRecord): void {
  const { host, settings } = record;
  if (settings.ipAddress === addresses.unresponsive) return;
  if (settings.ipAddress === undefined) {
    fail(record, ActionFailureReason.InvalidHostName, "The name does not resolve.");
    return;
  }
  const { trustedThumbprint: trusted, sshTrustActionType: action } = settings;
  const learns = trusted === undefined && settings.acceptThumbprintOnFirstDiscovery;
  if (learns) host.settings = { ...host.settings, trustedThumbprint: SHOWN };
  if (trusted !== SHOWN && !learns && action === SshTrustActionType.ErrorOnThumbprintMismatch) {
    fail(record, ActionFailureReason.FailedToConnect, `The key ${SHOWN} is not trusted.`);
    return;
  }
  host.found = { name: "scannable", os: "Fixture OS", version: "1" };
  Object.assign(record, { status: ActionStatus.Complete, statusDescription: "Complete", result: host.found });
}
