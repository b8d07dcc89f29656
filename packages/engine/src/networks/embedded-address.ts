import ipaddr, { type IPv4 } from "ipaddr.js";
import { type Address, contains, type Network, parseNetwork } from "./network.ts";

/** Addresses that a gateway, or the system itself, takes for the IPv4 address at this byte of theirs. */
interface Embedding {
  readonly network: Network;
  readonly byte: number;
}

const FORMS = [
  // IPv4-compatible (RFC 4291, section 2.5.5.1).
  ["::", 96, 12],
  // IPv4-translated (RFC 2765, section 2.1).
  ["::ffff:0:0:0", 96, 12],
  // NAT64, everybody's prefix and a network's own (RFC 6052, section 2.1; RFC 8215).
  ["64:ff9b::", 96, 12],
  ["64:ff9b:1::", 48, 12],
  // 6to4 (RFC 3056, section 2).
  ["2002::", 16, 2],
] as const;

const EMBEDDINGS = FORMS.map(
  ([first, bits, byte]): Embedding => ({ network: { first: ipaddr.parse(first), bits }, byte }),
);

/** Of the IPv4-compatible form, `::` and `::1` are themselves and nothing else. */
const THEMSELVES = ["::/128", "::1/128"].map(parseNetwork).filter((network) => network !== undefined);

/**
 * The IPv4 address that is reached by way of an IPv6 address; undefined where there is none. Not for IPv4-mapped
 * addresses, which are IPv4 addresses in all but writing.
 */
export function embeddedIpv4(address: Address): IPv4 | undefined {
  if (THEMSELVES.some((network) => contains(network, address))) return undefined;
  const embedding = EMBEDDINGS.find(({ network }) => contains(network, address));
  if (embedding === undefined) return undefined;
  return new ipaddr.IPv4(address.toByteArray().slice(embedding.byte, embedding.byte + 4));
}
