import { ActionFailureReason } from "@hostscan/contract";
import {
  judgeKey,
  type ObservedKey,
  type ScanFailure,
  type ScanOutcome,
  type ScanPhase,
} from "@hostscan/scanner";
import { scanTarget } from "../hosts/scan-target.ts";
import type { ClaimedHost } from "./claim-hosts.ts";
import type { ScanEnd } from "./scan-end.ts";

/** What a failed scan means to the API, by the phase it failed in. An aborted scan has not failed. */
const FAILURES: Readonly<
  Record<Exclude<ScanPhase, "aborted">, { readonly reason: ActionFailureReason; readonly retried: boolean }>
> = {
  dns: { reason: ActionFailureReason.InvalidHostName, retried: false },
  denied: { reason: ActionFailureReason.FailedToConnect, retried: false },
  tcp: { reason: ActionFailureReason.FailedToConnect, retried: true },
  tls: { reason: ActionFailureReason.FailedToConnect, retried: true },
  kex: { reason: ActionFailureReason.FailedToConnect, retried: true },
  hostkey: { reason: ActionFailureReason.FailedToConnect, retried: false },
  // The account was refused by nobody.
  kdc: { reason: ActionFailureReason.FailedToConnect, retried: true },
  // Accounts get locked out.
  auth: { reason: ActionFailureReason.AccessDenied, retried: false },
  collect: { reason: ActionFailureReason.SystemError, retried: true },
  timeout: { reason: ActionFailureReason.ActionTimeout, retried: false },
};

/** What it means that the connection broke after a login was presented, before the host said anything to it. */
const BROKEN_OFF = { reason: ActionFailureReason.FailedToConnect, retried: false } as const;

type Failed = Extract<ScanOutcome, { readonly ok: false }>;

/** What else is to be known of a scan. */
export interface ScanHistory {
  /** Whether a login was presented to the host. */
  readonly presented: boolean;
  /** It was, and the host said nothing to it. */
  readonly unanswered: boolean;
  /** How long to wait before each further try; their number is the most tries. */
  readonly retryDelaysSeconds: readonly number[];
}

/** Keys that a login was presented after, and that no key was trusted before: they are the first discovered ones. */
function discovered({ failure, keys }: Failed, claim: ClaimedHost): readonly ObservedKey[] {
  if (failure.phase !== "auth" && failure.phase !== "collect") return [];
  const { trust } = scanTarget(claim);
  return keys.filter((key) => judgeKey(key, trust).verdict === "accept and pin");
}

/** How to trust the key that a scan failed for; nothing where another one is trusted. */
function advice({ failure, keys }: Failed, claim: ClaimedHost): string {
  if (failure.phase !== "hostkey") return "";
  const { trust } = scanTarget(claim);
  const key = keys.find(
    (shown) => trust.trusted[shown.protocol] === undefined && judgeKey(shown, trust).verdict === "refuse",
  );
  if (key === undefined) return "";
  const protocol = key.protocol === "ssh" ? "" : ` --protocol ${key.protocol}`;
  return ` To trust it, state it as trustedThumbprint or run: hostscan-server host trust ${claim.hostId}${protocol}`;
}

/** Phases in which the other end need not be a host of ours yet, but whatever listens there. */
const UNKNOWN_PEER: ReadonlySet<ScanPhase> = new Set(["tcp", "tls", "kex"]);

const NO_CONNECTION =
  "No connection to the host came about by the protocol that it is scanned by; the log of the server has the cause.";

/**
 * What callers are told of a failure. One text for all that a port may do that no host answers at as it should: a
 * caller who names ports is not to learn from it what speaks there. The log has the cause.
 */
function told({ phase, message }: ScanFailure): string {
  if (UNKNOWN_PEER.has(phase)) return NO_CONNECTION;
  // Nor what takes a connection and stays silent from what takes none.
  return phase === "timeout" ? message.replace(/in phase (?:tcp|tls|kex)\b/, "while connecting") : message;
}

/** What is to become of a host after a scan; undefined if the scan was aborted, which says nothing of the host. */
export function judgeScan(
  outcome: ScanOutcome,
  claim: ClaimedHost,
  { presented, unanswered, retryDelaysSeconds }: ScanHistory,
): ScanEnd | undefined {
  if (outcome.ok) {
    const { facts, keys, pins, warnings } = outcome;
    const told = [...(facts.role === undefined ? [] : [`It is a ${facts.role}.`]), ...warnings];
    const description = told.length === 0 ? null : `Complete: ${told.join(" ")}`;
    return { kind: "complete", facts, keys, pins, description };
  }
  const { failure, keys } = outcome;
  if (failure.phase === "aborted") return undefined;
  const { phase } = failure;
  // A host that breaks off has refused nothing. It is not asked again: it may count logins for all that.
  const { reason, retried } =
    phase === "auth" && unanswered && failure.answered !== true ? BROKEN_OFF : FAILURES[phase];
  const pins = presented ? discovered(outcome, claim) : [];
  const delaySeconds = retryDelaysSeconds[claim.tries];
  if (retried && delaySeconds !== undefined) return { kind: "retry", delaySeconds, keys, pins };
  return {
    kind: "failed",
    reason,
    keys,
    pins,
    description: `Failed: ${told(failure)}${advice(outcome, claim)}`,
  };
}
