import { isIP } from "node:net";
import { canonicalDnsName } from "@hostscan/contract/host-name";
import type { Computer } from "@hostscan/directory";

/** Which computers of a unit can be scanned by name, and which cannot. */
export interface Scannable {
  /** As their names in DNS are spelt in one way, each once, in the order of the alphabet. */
  readonly hosts: readonly string[];
  /** Names of those that have none which DNS takes. */
  readonly nameless: readonly string[];
}

/**
 * The name by which a computer is scanned: the one in DNS, else its own; undefined where DNS takes neither. An address is
 * none: a computer writes here itself what it is called, and shall not choose whom a scan connects to.
 */
export function hostNameOf({ dnsHostName, name }: Computer): string | undefined {
  const host = canonicalDnsName(dnsHostName ?? name);
  return host === undefined || isIP(host) !== 0 ? undefined : host;
}

/** Sorts out what can be scanned. The same computers give the same hosts, so that a repeated call is the same. */
export function scannable(computers: readonly Computer[]): Scannable {
  const named = computers.map((computer) => ({ computer, host: hostNameOf(computer) }));
  return {
    hosts: [...new Set(named.flatMap(({ host }) => host ?? []))].sort(),
    nameless: named
      .filter(({ host }) => host === undefined)
      .map(({ computer }) => computer.dnsHostName ?? computer.name),
  };
}
