import type { ScanOutcome } from "@hostscan/scanner";
import { FAILURES } from "./failure-reasons.ts";
import type { Settlement } from "./settle-scan.ts";

/**
 * What is to become of a host after a scan; undefined if the scan was aborted, which says nothing of the host.
 *
 * @param tries scans before this one that ended in a fault worth another try
 * @param retryDelaysSeconds how long to wait before each further try; their number is the most tries
 */
export function judgeOutcome(
  outcome: ScanOutcome,
  tries: number,
  retryDelaysSeconds: readonly number[],
): Settlement | undefined {
  if (outcome.ok) {
    const { facts, keys, pins, warnings } = outcome;
    const description = warnings.length === 0 ? null : `Complete: ${warnings.join(" ")}`;
    return { kind: "complete", facts, keys, pins, description };
  }
  const { phase, message } = outcome.failure;
  if (phase === "aborted") return undefined;
  const { reason, retried } = FAILURES[phase];
  const delaySeconds = retryDelaysSeconds[tries];
  if (retried && delaySeconds !== undefined) return { kind: "retry", delaySeconds };
  return { kind: "failed", reason, keys: outcome.keys, description: `Failed: ${message}` };
}
