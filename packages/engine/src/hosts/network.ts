import ipaddr from "ipaddr.js";

/** Where an address is not known, so that no limit of networks applies. */
export const UNKNOWN_NETWORK = "";

/** The network that scans of an address count for: its /24, of an IPv6 address its /64. */
export function networkOf(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return UNKNOWN_NETWORK;
  const { parsed, bits } = prefixOf(address);
  return `${parsed}/${bits}`;
}

function prefixOf(address: string) {
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === "ipv4" ? 24 : 64;
  const bytes = parsed.toByteArray().map((byte, index) => (index * 8 < bits ? byte : 0));
  return { parsed: ipaddr.fromByteArray(bytes).toString(), bits };
}
