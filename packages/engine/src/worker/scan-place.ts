import type { Permission } from "@hostscan/scanner";
import { networkOf } from "../hosts/network.ts";
import type { ClaimedHost } from "./claim-hosts.ts";
import type { ScanSetting } from "./run-scan.ts";

type Setting = Pick<ScanSetting, "networkEntries" | "limits" | "pace">;

/** Where one scan connects to: whether its network has room, and when it is its turn. */
export class ScanPlace {
  readonly #setting: Setting;
  readonly #claim: ClaimedHost;
  #network: string;
  /** The host is in another network than was known, where there is no room now: it has to wait. */
  full = false;
  /** Why it could not be found out. */
  fault: unknown;

  constructor(setting: Setting, claim: ClaimedHost) {
    this.#setting = setting;
    this.#claim = claim;
    this.#network = claim.network;
  }

  /** To be awaited before each connection. A network that the claim has counted costs nothing. */
  async enter(address: string, signal: AbortSignal): Promise<Permission> {
    const { networkEntries, limits, pace } = this.#setting;
    const network = networkOf(address);
    if (network !== this.#network && Number.isFinite(limits.perNetwork)) {
      try {
        const { hostScanHostId, hostId, attempt } = this.#claim;
        this.full = !(await networkEntries.add({ hostScanHostId, hostId, attempt, network, address }));
      } catch (error) {
        this.fault = error;
      }
      if (this.full || this.fault !== undefined) return { ok: false, message: "Its network has no room." };
      this.#network = network;
    }
    await pace.next(signal);
    return { ok: true };
  }
}
