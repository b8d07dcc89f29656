import { UNKNOWN_NETWORK } from "../hosts/network.ts";
import type { ScanLimits } from "./scan-limits.ts";

/** What a scan counts for. */
export interface Place {
  readonly credentialId: string;
  /** As `networkOf` gives it; one that is not known is not limited. */
  readonly network: string;
}

/** Running scans of one credential in one network. */
export interface Usage {
  readonly credentialId: string | null;
  readonly network: string;
  readonly running: number;
}

/** How many scans may still be started under the limits. */
export class Capacity {
  readonly #limits: ScanLimits;
  #inAll = 0;
  readonly #ofCredential = new Map<string | null, number>();
  readonly #ofNetwork = new Map<string, number>();

  constructor(limits: ScanLimits, usages: readonly Usage[]) {
    this.#limits = limits;
    for (const { running, ...place } of usages) this.#add(place, running);
  }

  /** Scans that may be started at this place. */
  at({ credentialId, network }: Place): number {
    const { total, perCredential, perNetwork } = this.#limits;
    const left = Math.min(
      total - this.#inAll,
      perCredential - (this.#ofCredential.get(credentialId) ?? 0),
      network === UNKNOWN_NETWORK
        ? Number.POSITIVE_INFINITY
        : perNetwork - (this.#ofNetwork.get(network) ?? 0),
    );
    return Math.max(0, left);
  }

  /** Starts a scan there, if there is room for one. */
  take(place: Place): boolean {
    if (this.at(place) < 1) return false;
    this.#add(place, 1);
    return true;
  }

  #add({ credentialId, network }: Omit<Usage, "running">, running: number): void {
    this.#inAll += running;
    this.#ofCredential.set(credentialId, (this.#ofCredential.get(credentialId) ?? 0) + running);
    this.#ofNetwork.set(network, (this.#ofNetwork.get(network) ?? 0) + running);
  }
}
