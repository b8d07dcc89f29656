import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const LONGEST_DNS_NAME = 253;

/**
 * A DNS name in lower case and without the final dot; undefined if it can be none (RFC 1123, section 2.1;
 * underscores are let through, as resolvers do).
 */
export function canonicalDnsName(text: string): string | undefined {
  const name = text.toLowerCase().replace(/\.$/, "");
  return name.length <= LONGEST_DNS_NAME && DNS_NAME.test(name) ? name : undefined;
}

/**
 * An address as RFC 5952 writes it, an IPv4-mapped IPv6 address as the IPv4 address it stands for; undefined if
 * the text is not an address literal.
 */
export function canonicalAddress(text: string): string | undefined {
  return isIP(text) === 0 ? undefined : ipaddr.process(text).toString();
}

/** How a host is named: by its DNS name, or else by its address. Both in canonical form. */
export type HostName =
  | { readonly dnsHostName: string; readonly ipAddress: string | null }
  | { readonly dnsHostName: null; readonly ipAddress: string };

/** What makes two requests speak of the same host: `web.example.local:22`, `[2001:db8::1]:22`. */
export function hostIdentity(name: HostName, port: number): string {
  const host = name.dnsHostName ?? name.ipAddress;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
