import { ActionFailureReason } from "@hostscan/contract";
import type { ClaimedHost } from "./claim-hosts.ts";
import type { AbortReason } from "./running-scan.ts";
import type { ScanEnd } from "./scan-end.ts";

/** A host whose workers are lost more often than this is given up. */
export const MOST_LOSSES = 3;

/** A host that is given back more often than this, for whatever cause, is given up. */
const MOST_REQUEUES = 10;

/**
 * The more often workers are lost with a host, the longer it waits, by chance: one host may be what they are lost by,
 * and the others are not to meet it again and again.
 */
const SCATTER_SECONDS = 5;

export const LOST_TEXT = "Failed: too many workers were lost during the scan.";

/**
 * Gives a host back to the queue whose scan says nothing of it, or gives it up where that has happened too often. A
 * worker that is stopped counts for nothing: restarts that follow one another fail no host.
 */
export function requeue(
  abortedFor: AbortReason | undefined,
  { losses, requeues }: Pick<ClaimedHost, "losses" | "requeues">,
): ScanEnd {
  if (abortedFor === "stopping") return { kind: "give-back", because: "stopping" };
  const isLost = abortedFor === "lease-lost";
  if (isLost && losses >= MOST_LOSSES) return givenUp(LOST_TEXT);
  if (requeues >= MOST_REQUEUES)
    return givenUp("Failed: the scan had to be given back to the queue too often.");
  if (!isLost) return { kind: "give-back", because: "other" };
  const delaySeconds = Math.round(Math.random() * SCATTER_SECONDS * losses);
  return { kind: "give-back", because: "lease-lost", delaySeconds };
}

function givenUp(description: string): ScanEnd {
  return { kind: "failed", reason: ActionFailureReason.ActionServiceUnavailable, keys: [], description };
}
