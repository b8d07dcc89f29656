import { setTimeout as sleep } from "node:timers/promises";
import type { ObservedKey, Scan } from "@hostscan/scanner";

/** How long a host takes. */
const SCAN_MS = 50;

/**
 * A fixture that scans nothing: it takes its time, asks all that a real scan has to ask, and shows a key by which the host
 * is known from then on.
 */
export const fixtureScan: Scan = async (target, _credential, signal, hooks = {}) => {
  const { dnsHostName = "", ipAddress = "192.0.2.1", port, trust } = target;
  const key: ObservedKey = { protocol: "ssh", thumbprint: `SHA256:${dnsHostName}`, algorithm: "ssh-ed25519" };
  const refused = (message: string) =>
    ({ ok: false, failure: { phase: "denied", message }, keys: [key] }) as const;
  hooks.onPhase?.("tcp");
  const entered = await hooks.beforeConnect?.(ipAddress, signal);
  if (entered?.ok === false) return refused(entered.message);
  if (hooks.mayConnect?.(ipAddress, port) === false) return refused("It may not be connected to.");
  hooks.onPhase?.("auth");
  const permitted = await hooks.beforeLogin?.(signal);
  if (permitted?.ok === false) return refused(permitted.message);
  const allowed = await hooks.mayLogIn?.({ address: ipAddress, port }, signal);
  if (allowed?.ok === false) return refused(allowed.message);
  await sleep(SCAN_MS);
  hooks.onLogin?.();
  return {
    ok: true,
    facts: { name: dnsHostName, os: "Debian GNU/Linux", version: "12", ipAddress },
    keys: [key],
    pins: trust.trusted.ssh === undefined ? [key] : [],
    warnings: [],
  };
};
