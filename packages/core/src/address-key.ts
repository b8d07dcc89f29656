import ipaddr, { type IPv6 } from "ipaddr.js";

/** Where a translator or a tunnel puts the IPv4 address of a caller, in bytes from the front. */
const EMBEDDINGS: readonly (readonly [IPv6, bits: number, byte: number])[] = [
  // IPv4-mapped and IPv4-compatible (RFC 4291, 2.5.5), IPv4-translated (RFC 2765, 2.1).
  [ipaddr.IPv6.parse("::ffff:0:0"), 96, 12],
  [ipaddr.IPv6.parse("::"), 96, 12],
  [ipaddr.IPv6.parse("::ffff:0:0:0"), 96, 12],
  // NAT64 (RFC 6052, 2.1).
  [ipaddr.IPv6.parse("64:ff9b::"), 96, 12],
  // 6to4 (RFC 3056, 2): whoever has one IPv4 address has 65,536 networks of it.
  [ipaddr.IPv6.parse("2002::"), 16, 2],
];

/** Of the IPv4-compatible form, this machine's own address is itself. */
const LOOPBACK = "::1";

/**
 * What a limit counts an address by: an IPv4 address is itself, however it is written. Nobody has one address of IPv6: a
 * subscriber gets a /64 of them at least (RFC 6177), which counts as one. What is no address counts as it stands.
 */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const bytes = parsed.toByteArray();
  const embedding = EMBEDDINGS.find(([first, bits]) => parsed.match(first, bits));
  if (embedding && parsed.toString() !== LOOPBACK) {
    const [, , byte] = embedding;
    return new ipaddr.IPv4(bytes.slice(byte, byte + 4)).toString();
  }
  const network = [...bytes.slice(0, 8), ...Array.from({ length: 8 }, () => 0)];
  return `${new ipaddr.IPv6(network).toString()}/64`;
}
