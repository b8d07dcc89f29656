import { isIP } from "node:net";
import type { TrustedProxies } from "./client-address.ts";

/** `for=192.0.2.1`, `For="[2001:db8::1]:443"` (RFC 7239, section 4). */
const FOR = /(?:^|;)\s*for\s*=\s*("[^"]*"|[^\s;"]+)\s*(?:;|$)/i;

/** An address, maybe in brackets and with a port (RFC 7239, section 6). */
const NODE = /^(?:\[([^\]]+)\]|([\d.]+))(?::\w+)?$/;

/**
 * The addresses that a header of proxies names, the caller's first; undefined for what is none (`unknown`, `_hidden`).
 */
export function forwardedAddresses(
  header: TrustedProxies["header"],
  value: string | undefined,
): (string | undefined)[] {
  if (value === undefined) return [];
  const elements = value.split(",").map((element) => element.trim());
  return elements.map((element) => readNode(header === "forwarded" ? forOf(element) : element));
}

function forOf(element: string): string {
  return FOR.exec(element)?.[1]?.replaceAll('"', "") ?? "";
}

function readNode(node: string): string | undefined {
  const [, bracketed, plain] = NODE.exec(node) ?? [];
  const address = bracketed ?? plain ?? node;
  return isIP(address) === 0 ? undefined : address;
}
