import { DEFAULT_DENIALS } from "./default-denials.ts";
import { embeddedIpv4 } from "./embedded-address.ts";
import { type Address, contains, covers, type Network, parseAddress } from "./network.ts";

/** Which addresses may be connected to. */
export interface ScanNetworks {
  /** False, too, for a text that is no address. An address that embeds an IPv4 address is judged by that one. */
  permit(address: string): boolean;
}

export interface NetworkRules {
  /** Where it may scan; everywhere where empty. */
  readonly allowed?: readonly Network[];
  /** Where it may not, although it is allowed. */
  readonly denied?: readonly Network[];
}

/**
 * Judges addresses by these rules: what is denied is denied; what is denied by default is allowed only by a network
 * that lies within the one that is denied; of the rest, what is allowed is allowed, or everything if nothing is named.
 */
export function createScanNetworks({ allowed = [], denied = [] }: NetworkRules = {}): ScanNetworks {
  /** An allowed network that is as narrow as the default denial names it on purpose; `0.0.0.0/0` does not. */
  const isLifted = (denial: Network, address: Address) =>
    allowed.some((network) => covers(denial, network) && contains(network, address));

  const permits = (address: Address, target: Address) => {
    const isIn = (network: Network) => contains(network, address) || contains(network, target);
    if (denied.some(isIn)) return false;
    if (DEFAULT_DENIALS.some((denial) => contains(denial, target) && !isLifted(denial, target))) return false;
    return allowed.length === 0 || allowed.some((network) => contains(network, target));
  };

  return {
    permit(text) {
      const address = parseAddress(text);
      if (address === undefined) return false;
      return permits(address, embeddedIpv4(address) ?? address);
    },
  };
}
