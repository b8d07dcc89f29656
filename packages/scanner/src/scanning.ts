import { type Connection, connectToFirst } from "./connection/connect.ts";
import { done, failed, type Step } from "./failure.ts";
import type { Inventory, SectionName } from "./inventory/types.ts";
import type { Kerberos } from "./kerberos/kerberos.ts";
import type { HostKeys } from "./trust/host-keys.ts";
import type { HostFacts, ObservedKey, ScanCredential, ScanTarget } from "./types.ts";
import type { Watch } from "./watch.ts";

/** How Windows hosts may be logged in to. */
export interface WindowsLogins {
  /** Absent where Kerberos is not spoken. */
  readonly kerberos?: Kerberos;
  /** Whether NTLM is told hosts without TLS, which have proved nothing: what they hear can be tried out and passed on. */
  readonly ntlmWithoutTls?: boolean;
}

/** One scan under way: of whom, with what, under whose watch, and the keys that were shown in it. */
export interface Scanning {
  readonly target: ScanTarget;
  readonly credential: ScanCredential;
  readonly watch: Watch;
  readonly keys: HostKeys;
  readonly windows: WindowsLogins;
  /** What to read beside the facts. */
  readonly sections: readonly SectionName[];
  /** The addresses of the target, in the order to try them. */
  readonly addresses: readonly string[];
}

/** What a host told, and what is to be known of how it did. */
export interface Reading {
  readonly facts: HostFacts;
  /** The sections that were asked for, where any was. */
  readonly inventory?: Inventory | undefined;
  /** For people. */
  readonly warnings: readonly string[];
}

/**
 * Connects to a port of the target. All connections of a scan are opened here.
 *
 * @param share of the time that is left: the most that silence may cost
 */
export function reach(
  { addresses, watch }: Pick<Scanning, "addresses" | "watch">,
  port: number,
  share = 1,
): Promise<Step<Connection>> {
  return connectToFirst(addresses, port, { ...watch, remainingMs: () => watch.remainingMs() * share });
}

/** Ends the scan where the key that was shown is not accepted. */
export function accept({ keys }: Pick<Scanning, "keys">, key: ObservedKey): Step<undefined> {
  const verdict = keys.judge(key);
  return verdict.verdict === "refuse" ? failed("hostkey", verdict.message) : done(undefined);
}
