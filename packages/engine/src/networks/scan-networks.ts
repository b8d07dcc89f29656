import { embeddedIpv4 } from "./embedded-address.ts";
import { type Address, contains, covers, type Network, parseAddress, parseNetwork } from "./network.ts";
import type { OwnServices } from "./own-services.ts";
import { type PortRange, permitsPort } from "./ports.ts";

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
const DEFAULT_DENIALS: readonly Network[] = TEXTS.map(parseNetwork).filter(
  (network) => network !== undefined,
);

/** Which addresses and ports may be connected to. */
export interface ScanNetworks {
  /**
   * False, too, for a text that is no address. An address that embeds IPv4 addresses is judged by those as well.
   *
   * @param port where it is known already; without one, ports do not count
   * @param on behalf of a caller who may be on another machine, though those of this process are not
   */
  permit(address: string, port?: number, on?: { readonly fromElsewhere: boolean }): boolean;
  /** Callers of this process may be on other machines. */
  readonly callersAreElsewhere: boolean;
  /** Whether the port may be connected to at all. */
  permitPort(port: number): boolean;
}

export interface NetworkRules {
  /** Where it may scan; everywhere where empty. */
  readonly allowed?: readonly Network[];
  /** Where it may not, although it is allowed. */
  readonly denied?: readonly Network[];
  /** The ports that it may connect to; any where empty. */
  readonly ports?: readonly PortRange[];
  /** What is denied by default as well to callers who are not on this machine. */
  readonly own?: OwnServices | undefined;
  /** Whoever asks is one. */
  readonly callersAreElsewhere?: boolean;
}

/**
 * Judges addresses by these rules: what is denied is denied; what is denied by default is allowed only by a network
 * that lies within the one that is denied; of the rest, what is allowed is allowed, or everything if nothing is named.
 */
export function createScanNetworks(rules: NetworkRules = {}): ScanNetworks {
  const { allowed = [], denied = [], ports = [], own, callersAreElsewhere = false } = rules;
  /** An allowed network that is as narrow as the default denial names it on purpose; `0.0.0.0/0` does not. */
  const isLifted = (denial: Network, address: Address) =>
    allowed.some((network) => covers(denial, network) && contains(network, address));
  const isDeniedByDefault = (denials: readonly Network[], address: Address) =>
    denials.some((denial) => contains(denial, address) && !isLifted(denial, address));
  const permitPort = (port: number) => permitsPort(ports, port);

  return {
    permitPort,
    callersAreElsewhere,
    permit(text, port, { fromElsewhere } = { fromElsewhere: false }) {
      const address = parseAddress(text);
      if (address === undefined || (port !== undefined && !permitPort(port))) return false;
      const { leadsTo, mayLeadTo } = embeddedIpv4(address);
      const targets = leadsTo.length > 0 ? leadsTo : [address];
      const reached: readonly Address[] = [...targets, ...mayLeadTo];
      if ([address, ...reached].some((each) => denied.some((network) => contains(network, each))))
        return false;
      const ofOwn = callersAreElsewhere || fromElsewhere ? own?.denials(port) : undefined;
      const denials = [...DEFAULT_DENIALS, ...(ofOwn ?? [])];
      if (reached.some((each) => isDeniedByDefault(denials, each))) return false;
      return (
        allowed.length === 0 ||
        targets.every((target) => allowed.some((network) => contains(network, target)))
      );
    },
  };
}
