import { type Network, parseNetwork } from "./network.ts";

/** Where nothing is to be scanned unless it is allowed by name: no hosts are there, but secrets may be. */
const TEXTS = [
  // This network, which a system may take for itself (RFC 1122, section 3.2.1.3), and the unspecified address.
  "0.0.0.0/8",
  "::/128",
  // Link-local (RFC 3927; RFC 4291, section 2.5.6).
  "169.254.0.0/16",
  "fe80::/10",
  // Multicast (RFC 5771; RFC 4291, section 2.7) and broadcast (RFC 919).
  "224.0.0.0/4",
  "ff00::/8",
  "255.255.255.255/32",
  // Metadata of clouds, which hands out credentials: most of them, then Amazon, Google, Scaleway, Alibaba, Oracle, Azure.
  "169.254.169.254/32",
  "169.254.170.2/32",
  "fd00:ec2::254/128",
  "fd00:ec2::23/128",
  "fd20:ce::254/128",
  "fd00:42::42/128",
  "100.100.100.200/32",
  "192.0.0.192/32",
  "168.63.129.16/32",
];

/** Networks that are denied unless exactly they, or networks within them, are allowed. */
export const DEFAULT_DENIALS: readonly Network[] = TEXTS.map(parseNetwork).filter(
  (network) => network !== undefined,
);
