import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

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
  return atPort(name.dnsHostName ?? name.ipAddress, port);
}

/** A name or an address, and the port. */
export function atPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
