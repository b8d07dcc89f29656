import { addressesOf } from "./connection/addresses.ts";
import { codeOf, failed, type Step } from "./failure.ts";
import { toldSecrets } from "./inventory/mask/told-secrets.ts";
import { readLogin } from "./login/login.ts";
import { scanAny } from "./scan-any.ts";
import { scanBySsh } from "./scan-ssh.ts";
import { scanWindows } from "./scan-windows.ts";
import type { Reading, Scanning, WindowsLogins } from "./scanning.ts";
import { HostKeys } from "./trust/host-keys.ts";
import type { Scan, ScanOptions, ScanOutcome } from "./types.ts";
import { startWatch } from "./watch.ts";

/** From TCP connect to result, in milliseconds, where the caller names no other deadline. */
export const DEFAULT_DEADLINE_MS = 60_000;

/**
 * Makes what scans one host, by SSH or WS-Man: resolves its name, connects, judges its key, logs in and reads what it is.
 * It never rejects. When it has settled, its connections are closed and nothing of it is left on `signal`.
 */
export function createScan(windows: WindowsLogins = {}): Scan {
  return (target, credential, signal, options) => scanOne({ target, credential, windows }, signal, options);
}

/** Scans one host; a Windows without Kerberos. */
export const scanHost: Scan = createScan();

async function scanOne(
  asked: Pick<Scanning, "target" | "credential" | "windows">,
  signal: AbortSignal,
  options: ScanOptions = {},
): Promise<ScanOutcome> {
  const watch = startWatch(signal, options.deadlineMs ?? DEFAULT_DEADLINE_MS, options);
  const keys = new HostKeys(asked.target.trust);
  const called = watch.over.then((failure) => ({ ok: false, failure }) as const);
  const sections = options.sections ?? [];
  const read = readHost({ ...asked, watch, keys, sections }).catch((error: unknown) =>
    // A fault of ours, or a port that is none. The text of an error could hold anything: only its code goes out.
    failed(watch.phase, `The scan broke off (${codeOf(error)}).`),
  );
  const step = await Promise.race([called, read]);
  watch.stop();
  if (!step.ok) return { ...step, keys: keys.keys };
  const { facts, inventory, warnings } = step.value;
  return {
    ok: true,
    facts: toldSecrets(asked.credential)(facts),
    ...(inventory !== undefined && { inventory }),
    keys: keys.keys,
    pins: keys.pins,
    warnings: [...keys.warnings, ...warnings],
  };
}

async function readHost(unresolved: Omit<Scanning, "addresses">): Promise<Step<Reading>> {
  const { target, credential, watch } = unresolved;
  const { platform } = target;
  // Before any host is troubled with one that cannot work. By WS-Man even none at all tells something.
  const login = platform === "windows" ? undefined : await readLogin(credential);
  if (login?.ok === false) return login;

  watch.phase = "dns";
  const addresses = await addressesOf(target);
  if (!addresses.ok) return addresses;
  const scanning = { ...unresolved, addresses: addresses.value };

  watch.phase = "tcp";
  watch.restart();
  if (login === undefined || platform === "windows") return scanWindows(scanning);
  if (platform === "auto") return scanAny(scanning, login.value);
  return scanBySsh(scanning, login.value, platform);
}
