import { isIP } from "node:net";
import ipaddr, { type IPv4, type IPv6 } from "ipaddr.js";

/** An address as ipaddr.js reads it. */
export type Address = IPv4 | IPv6;

/** A range of addresses, by its first one and the number of leading bits they share (CIDR, RFC 4632). */
export interface Network {
  readonly first: Address;
  readonly bits: number;
}

const NETWORK = /^([^/]+)\/(\d{1,3})$/;
const MAPPED_BITS = 96;

/** The network that a text such as `10.0.0.0/8` or `2001:db8::/32` means; undefined if it means none. */
export function parseNetwork(text: string): Network | undefined {
  const [, address = "", digits = ""] = NETWORK.exec(text) ?? [];
  if (isIP(address) === 0 || address.includes("%")) return undefined;
  const first = ipaddr.parse(address);
  const bits = Number(digits);
  if (bits > first.toByteArray().length * 8) return undefined;
  // Bits beyond the length are a slip, and nobody knows which of the two was meant.
  if (!isFirst(first, bits)) return undefined;
  if (first instanceof ipaddr.IPv4 || !first.isIPv4MappedAddress()) return { first, bits };
  // Mapped addresses are judged as the IPv4 addresses they stand for.
  return bits < MAPPED_BITS ? undefined : { first: first.toIPv4Address(), bits: bits - MAPPED_BITS };
}

function isFirst(address: Address, bits: number): boolean {
  return address.toByteArray().every((byte, index) => {
    const shared = Math.min(Math.max(bits - index * 8, 0), 8);
    return (byte & (0xff >> shared)) === 0;
  });
}

/** The address that a text means, an IPv4-mapped one as the IPv4 address that it is; undefined if it means none. */
export function parseAddress(text: string): Address | undefined {
  try {
    return ipaddr.process(text);
  } catch {
    // No address: the library has no way to ask that does not read it twice.
    return undefined;
  }
}

/** Whether a text means an address of one of the networks. */
export function isWithin(networks: readonly Network[], text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && networks.some((network) => contains(network, address));
}

/** Whether the address is one of the network's. Zones do not count. */
export function contains({ first, bits }: Network, address: Address): boolean {
  return first.kind() === address.kind() && address.match(first, bits);
}

/** Whether every address of `inner` is one of `outer`. */
export function covers(outer: Network, inner: Network): boolean {
  return inner.bits >= outer.bits && contains(outer, inner.first);
}
