import { type ObservedKey, sameThumbprint } from "@hostscan/scanner";
import type { Logger } from "pino";
import { scanTarget } from "../hosts/scan-target.ts";
import type { ClaimedHost } from "./claim-hosts.ts";

/** Logs the keys that a host showed in place of the trusted ones, unless they are trusted whatever they are. */
export function reportMismatches(log: Logger, claim: ClaimedHost, keys: readonly ObservedKey[]): void {
  const { hostId, jobId } = claim;
  const { trusted, onMismatch } = scanTarget(claim).trust;
  if (onMismatch === "trust") return;
  for (const { protocol, thumbprint: observed } of keys) {
    const pinned = trusted[protocol];
    if (pinned === undefined || sameThumbprint(pinned, observed)) continue;
    log.warn({ hostId, jobId, protocol, pinned, observed, onMismatch }, "thumbprint mismatch");
  }
}
