import { getEventListeners } from "node:events";
import { expect } from "vitest";
import type { SectionName } from "../src/inventory/types.ts";
import { createScan } from "../src/scan.ts";
import type { WindowsLogins } from "../src/scanning.ts";
import type {
  ScanCredential,
  ScanHooks,
  ScanOutcome,
  ScanTarget,
  TrustPolicy,
  WindowsPorts,
} from "../src/types.ts";

/** Nothing listens there, and nobody but root may. */
const CLOSED = 1;

/** What a test's scan differs in from one of a Linux on this machine, its key trusted on first discovery. */
export interface Scanning extends ScanHooks {
  readonly host?: string;
  /** Of SSH; closed where absent. */
  readonly port?: number | undefined;
  readonly name?: string;
  /** Beside the address, which wins. */
  readonly dnsName?: string;
  readonly platform?: ScanTarget["platform"];
  readonly ports?: Partial<WindowsPorts>;
  readonly trust?: Partial<TrustPolicy>;
  readonly credential?: ScanCredential;
  readonly deadlineMs?: number;
  readonly sections?: readonly SectionName[];
  readonly mayConnect?: (address: string, port: number) => boolean;
  readonly signal?: AbortSignal;
  readonly windows?: WindowsLogins;
}

/** Scans as told, and sees to it that nothing of the scan stays on its signal. */
export async function scanned(scanning: Scanning): Promise<ScanOutcome> {
  const { host = "127.0.0.1", port = CLOSED, name, platform = "linux", deadlineMs } = scanning;
  const { sections } = scanning;
  const { mayConnect, beforeLogin, mayLogIn, onLogin, onRefusal, onUntold } = scanning;
  const signal = scanning.signal ?? new AbortController().signal;
  const outcome = await createScan(scanning.windows)(
    {
      ...(name === undefined ? { ipAddress: host } : { dnsHostName: name }),
      ...(scanning.dnsName !== undefined && { dnsHostName: scanning.dnsName }),
      port,
      ports: { winrmTls: CLOSED, winrm: CLOSED, rdp: CLOSED, ...scanning.ports },
      platform,
      trust: { onMismatch: "error", acceptFirstDiscovery: true, trusted: {}, ...scanning.trust },
    },
    scanning.credential ?? { username: "svc-scan", password: "hunter2" },
    signal,
    {
      ...(deadlineMs !== undefined && { deadlineMs }),
      ...(sections && { sections }),
      ...(mayConnect && { mayConnect }),
      ...(beforeLogin && { beforeLogin }),
      ...(mayLogIn && { mayLogIn }),
      ...(onLogin && { onLogin }),
      ...(onRefusal && { onRefusal }),
      ...(onUntold && { onUntold }),
    },
  );
  expect(getEventListeners(signal, "abort")).toEqual([]);
  return outcome;
}

/** A failure of this phase, with a message like this. */
export function failure(phase: string, message: RegExp): object {
  return { ok: false, failure: { phase, message: expect.stringMatching(message) } };
}

/** Such a failure of a host that showed no key, or these. */
export function failureShowing(keys: readonly unknown[], phase: string, message: RegExp): object {
  return { ...failure(phase, message), keys };
}
