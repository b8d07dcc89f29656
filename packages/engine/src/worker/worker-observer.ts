import type { ScanPhase } from "@hostscan/scanner";
import type { Logger } from "pino";
import type { Pause } from "../logins/pause-credential.ts";
import type { ClaimedHost } from "./claim-hosts.ts";
import type { ScanEnd } from "./scan-end.ts";

/** What a scan came to; an aborted one came to nothing. */
export type ScanResult = ScanEnd["kind"] | "aborted";

/**
 * What a worker got over.
 *
 * - `taken-over`: a host whose worker was lost.
 * - `given-up`: a host that too many workers were lost on.
 * - `lease-lost`: a lease that ended, because this process stood still or was cut off; the host is scanned again.
 * - `late-result`: a result of a retired attempt, which was refused.
 * - `reconnect`: the loss of the connection that notifications come by.
 */
export type Recovery = "taken-over" | "given-up" | "lease-lost" | "late-result" | "reconnect";

/** Follows one scan. */
export interface ObservedScan {
  /** The scan has come to this phase. */
  enter(phase: ScanPhase): void;
  /** The scan failed in this phase; what becomes of it is told by `end`. */
  fail(phase: ScanPhase): void;
  end(result: ScanResult): void;
}

/** The port for whoever measures or traces scans. It must not throw. */
export interface WorkerObserver {
  begin(claim: Pick<ClaimedHost, "hostScanHostId" | "jobId" | "attempt" | "traceParent">): ObservedScan;
  recover(recovery: Recovery): void;
  /** A credential was paused, because hosts have refused its logins. */
  pause(): void;
}

/** Who is told what a worker does. */
export interface Told {
  readonly log: Logger;
  readonly observer?: WorkerObserver | undefined;
}

/** Tells of a credential that was paused, where one was. */
export function tellPause({ log, observer }: Told, pause: Pause | undefined): void {
  if (pause === undefined) return;
  log.warn(pause, "credential paused");
  observer?.pause();
}
