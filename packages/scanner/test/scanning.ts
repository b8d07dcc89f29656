import { getEventListeners } from "node:events";
import { expect } from "vitest";
import { scanBySsh } from "../src/scan.ts";
import type { ScanCredential, ScanOutcome, ScanTarget, TrustPolicy } from "../src/types.ts";

/** What a test's scan differs in from one of a Linux on this machine, its key trusted on first discovery. */
export interface Scanning {
  readonly host?: string;
  readonly port: number;
  readonly name?: string;
  readonly platform?: ScanTarget["platform"];
  readonly trust?: Partial<TrustPolicy>;
  readonly credential?: ScanCredential;
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** Scans as told, and sees to it that nothing of the scan stays on its signal. */
export async function scanned(scanning: Scanning): Promise<ScanOutcome> {
  const { host = "127.0.0.1", port, name, platform = "linux", deadlineMs } = scanning;
  const signal = scanning.signal ?? new AbortController().signal;
  const outcome = await scanBySsh(
    {
      ...(name === undefined ? { ipAddress: host } : { dnsHostName: name }),
      port,
      platform,
      trust: { onMismatch: "error", acceptFirstDiscovery: true, ...scanning.trust },
    },
    scanning.credential ?? { username: "svc-scan", password: "hunter2" },
    signal,
    deadlineMs === undefined ? undefined : { deadlineMs },
  );
  expect(getEventListeners(signal, "abort")).toEqual([]);
  return outcome;
}

/** A failure of this phase, with a message like this. */
export function failure(phase: string, message: RegExp): object {
  return { ok: false, failure: { phase, message: expect.stringMatching(message) } };
}
