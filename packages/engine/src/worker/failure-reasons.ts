import { ActionFailureReason } from "@hostscan/contract";
import type { ScanPhase } from "@hostscan/scanner";

/** What a failed scan means to the API, by the phase it failed in. An aborted scan has not failed. */
export const FAILURES: Readonly<
  Record<Exclude<ScanPhase, "aborted">, { readonly reason: ActionFailureReason; readonly retried: boolean }>
> = {
  dns: { reason: ActionFailureReason.InvalidHostName, retried: false },
  denied: { reason: ActionFailureReason.FailedToConnect, retried: false },
  tcp: { reason: ActionFailureReason.FailedToConnect, retried: true },
  tls: { reason: ActionFailureReason.FailedToConnect, retried: true },
  kex: { reason: ActionFailureReason.FailedToConnect, retried: true },
  hostkey: { reason: ActionFailureReason.FailedToConnect, retried: false },
  // Accounts get locked out.
  auth: { reason: ActionFailureReason.AccessDenied, retried: false },
  collect: { reason: ActionFailureReason.SystemError, retried: true },
  timeout: { reason: ActionFailureReason.ActionTimeout, retried: false },
};

/** What it means that the connection broke after a login was presented, before the host said anything to it. */
export const BROKEN_OFF = { reason: ActionFailureReason.FailedToConnect, retried: false } as const;
