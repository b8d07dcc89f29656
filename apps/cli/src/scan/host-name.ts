import { isIP } from "node:net";
import { canonicalDnsName } from "@hostscan/contract/host-name";

/** Whether a text can name a host in the DNS. */
export function isDnsName(text: string): boolean {
  return canonicalDnsName(text) !== undefined;
}

/** Whether a text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** A host from the command line, by address or name; undefined if it is neither. */
export function hostOf(
  text: string,
): { readonly ipAddress: string } | { readonly dnsHostName: string } | undefined {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (isAddress(bare)) return { ipAddress: bare };
  return isDnsName(text) ? { dnsHostName: text } : undefined;
}
