import { lookup } from "node:dns/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isUnavailable } from "@hostscan/database";
import type { Permission, Place } from "@hostscan/scanner";
import type { Logger } from "pino";
import type { Scope } from "../credentials/scope.ts";
import { canonicalAddress } from "../hosts/identity.ts";
import type { ClaimedHost } from "./claim-hosts.ts";

/** Resolves a name to all its addresses, as the system does for scans. */
export type Resolve = (name: string) => Promise<readonly { readonly address: string }[]>;

interface Setting {
  readonly scopeOf: (credentialId: string) => Promise<Scope | undefined>;
  readonly log: Logger;
  readonly resolve?: Resolve;
}

type Claim = Pick<ClaimedHost, "credential" | "dns_host_name" | "ip_address">;

/** Until the database is asked again after it was out of reach. */
const ASK_AGAIN_MS = 1_000;

const systemResolve: Resolve = (name) => lookup(name, { all: true, order: "verbatim" });

/** Whether the login of one scan may be presented where it goes: asked of the scope as it is at that moment. */
export class ScanScope {
  readonly #setting: Setting;
  readonly #claim: Claim;
  /** Why it could not be found out. */
  fault: unknown;

  constructor(setting: Setting, claim: Claim) {
    this.#setting = setting;
    this.#claim = claim;
  }

  /** To be awaited before each message of a login; waits while the database is out of reach. Never rejects. */
  async mayLogIn(place: Place, signal: AbortSignal): Promise<Permission> {
    try {
      const scope = await this.#read(signal);
      return scope === undefined
        ? refuse("The credential is not there any more.")
        : await this.#judge(scope, place);
    } catch (error) {
      // Of a scan that was broken off meanwhile nothing counts.
      if (!signal.aborted) this.fault = error;
      return refuse("It could not be found out whether the credential may be presented.");
    }
  }

  async #judge(scope: Scope, { address, port }: Place): Promise<Permission> {
    const { dns_host_name: dnsHostName, ip_address: stated, credential } = this.#claim;
    const verdict = scope.holds({ dnsHostName, address, port });
    const told = `The credential ${credential?.name} may not be presented to ${address} port ${port}`;
    if (verdict === "no") return refuse(`${told}: that is outside its scope.`);
    // What no request stated, the name was resolved to.
    if (verdict === "yes" || stated === null || dnsHostName === null) return { ok: true };
    if (await this.#resolvesTo(dnsHostName, address)) return { ok: true };
    return refuse(`${told}: ${dnsHostName} does not resolve to it, and its scope does not name it.`);
  }

  async #resolvesTo(name: string, address: string): Promise<boolean> {
    const { resolve = systemResolve } = this.#setting;
    // A name that does not resolve is no fault of ours.
    const found = await resolve(name).catch(() => []);
    return found.some((answer) => canonicalAddress(answer.address) === canonicalAddress(address));
  }

  /** The scope as it is now; undefined where the credential is gone. */
  async #read(signal: AbortSignal): Promise<Scope | undefined> {
    const { scopeOf, log } = this.#setting;
    const id = this.#claim.credential?.id;
    if (id === undefined) return undefined;
    for (;;) {
      try {
        return await scopeOf(id);
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        log.warn({ err: error }, "scope of a credential could not be asked for");
        await sleep(ASK_AGAIN_MS, undefined, { signal });
      }
    }
  }
}

function refuse(message: string): Permission {
  return { ok: false, message };
}
