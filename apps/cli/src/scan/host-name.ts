import { isIP } from "node:net";
import { canonicalDnsName } from "@hostscan/contract/host-name";

/** A host as the command line names it. */
export type NamedHost = ({ readonly ipAddress: string } | { readonly dnsHostName: string }) & {
  readonly sshPort?: number;
};

/** Whether a text can name a host in the DNS. */
export function isDnsName(text: string): boolean {
  return canonicalDnsName(text) !== undefined;
}

/** Whether a text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** A host from the command line, by address or name, `host:2222` with its port; undefined if it is none. */
export function hostOf(text: string): NamedHost | undefined {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (isAddress(bare)) return { ipAddress: bare };
  const [, host = text, port] = /^([^:]+|\[.*\]):(\d{1,5})$/.exec(text) ?? [];
  if (port !== undefined) {
    const named = hostOf(host);
    const sshPort = Number(port);
    return named && sshPort > 0 && sshPort < 65_536 ? { ...named, sshPort } : undefined;
  }
  return isDnsName(text) ? { dnsHostName: text } : undefined;
}
