import { isIP } from "node:net";

const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`, "i");

/** Whether a text can name a host in the DNS (RFC 1123, 2.1; with underscores, as resolvers take them). */
export function isDnsName(text: string): boolean {
  return text.length <= 254 && DNS_NAME.test(text);
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
  // All digits and dots is an address gone wrong, not a name.
  return isDnsName(text) && !/^[\d.]+$/.test(text) ? { dnsHostName: text } : undefined;
}
