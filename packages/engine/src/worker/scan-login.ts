import { type ObservedKey, type Permission, type Refuser, sameThumbprint } from "@hostscan/scanner";
import { accepted } from "../logins/accepted-logins.ts";
import { returnPermit } from "../logins/permits.ts";
import {
  type LoginAttempt,
  type LoginStanding,
  type Obstacle,
  obstacleText,
  obstacleTo,
} from "../logins/standing.ts";
import type { ClaimedHost } from "./claim-hosts.ts";
import { monotonicMs } from "./leases/lease.ts";
import type { ScanSetting } from "./run-scan.ts";
import type { RunningScan } from "./running-scan.ts";
import type { AnsweredLogin, PresentedLogin } from "./scan-end.ts";

type Setting = Pick<ScanSetting, "db" | "log" | "gate" | "limits">;

/** The login that a claimed host is scanned with. */
export function loginOf({ hostScanHostId, attempt, hostId, party, credential }: ClaimedHost) {
  if (credential === null) return undefined;
  const { id: credentialId, secretVersion } = credential;
  const login = {
    hostScanHostId,
    attempt,
    hostId,
    party,
    credentialId,
    secretVersion,
  };
  return login satisfies LoginAttempt;
}

/** The login of one scan: whether it may be presented, and what the host made of it. */
export class ScanLogin {
  readonly #setting: Setting;
  readonly #running: RunningScan;
  #presented = false;
  #acceptedAt: number | undefined;
  #refusedBy: Refuser | undefined;
  /** It has a permit: whether it is let in is what others wait for. */
  #permitted = false;
  /** By every key that it has shown the host was known before. */
  #knownByKey = false;
  /** The attempt, or the secret it was claimed with, is not the current one: it says nothing of the host. */
  stale = false;
  /** What stood in the way of the login. */
  obstacle: { readonly is: Obstacle; readonly text: string } | undefined;
  /** Why leave could not be asked for. */
  fault: unknown;
  /** Settles when it is written that the login was accepted, or told nobody, if that is not left to the end of the scan. */
  noted: Promise<void> = Promise.resolve();

  constructor(setting: Setting, running: RunningScan) {
    this.#setting = setting;
    this.#running = running;
  }

  /** Whether the host may have been told the login. */
  get wasPresented(): boolean {
    return this.#presented;
  }

  /** It was presented, and the host has said nothing to it. */
  get unanswered(): boolean {
    return this.#presented && this.#acceptedAt === undefined && this.#refusedBy === undefined;
  }

  /** What is to be written of the login with the result. */
  get answered(): AnsweredLogin | undefined {
    const { claim } = this.#running;
    const login = loginOf(claim);
    const { answer } = this;
    if (login === undefined || answer === undefined) return undefined;
    const party = this.#knownByKey ? claim.party : claim.ownParty;
    return { login: { ...login, party }, answer, knownByKey: this.#knownByKey };
  }

  /** What the host has answered; undefined where it has not, or where that counts for nothing. */
  get answer(): PresentedLogin | undefined {
    const { denials } = this.#setting.limits;
    if (!this.#presented || !Number.isFinite(denials)) return undefined;
    if (this.#acceptedAt !== undefined) return { accepted: true, agoMs: monotonicMs() - this.#acceptedAt };
    return this.#refusedBy && { accepted: false, by: this.#refusedBy, denials };
  }

  /** To be awaited before the login is presented. A credential that is proven costs nothing here. */
  async present(signal: AbortSignal): Promise<Permission> {
    const login = loginOf(this.#running.claim);
    if (login !== undefined && this.#running.mustAsk) {
      const refusal = await this.#ask(login, signal);
      if (refusal !== undefined) return { ok: false, message: refusal };
    }
    // It may have stood still since it connected.
    if (!this.#running.holdsLease()) return { ok: false, message: "The scan was called off." };
    this.#presented = true;
    return { ok: true };
  }

  /** Resolves to why the login may not be presented. */
  async #ask(login: LoginAttempt, signal: AbortSignal): Promise<string | undefined> {
    try {
      const leave = await this.#setting.gate.ask(login, signal);
      this.#permitted = leave === "go";
      if (leave === "go" || leave === "proven") return undefined;
      this.stale = leave === "stale";
      if (leave === "stale") return "The credential was changed during the scan.";
      return this.#meet(leave.standing);
    } catch (error) {
      this.fault = error;
      return "It could not be found out whether the credential may be used.";
    }
  }

  #meet(standing: LoginStanding): string | undefined {
    const is = obstacleTo(standing, this.#setting.limits.denials);
    if (is === undefined) return undefined;
    const text = obstacleText(is, this.#running.claim.credential?.name ?? "", standing);
    this.obstacle = { is, text };
    return text;
  }

  /** The host has let it in. */
  accept(): void {
    this.#acceptedAt = monotonicMs();
    const login = loginOf(this.#running.claim);
    if (!this.#permitted || login === undefined || this.answer === undefined) return;
    const { db, log } = this.#setting;
    // The end of the scan says so as well; the sooner it is known, the sooner others go on.
    this.noted = accepted(db, login).catch((error: unknown) =>
      log.warn({ err: error }, "accepted login not noted yet"),
    );
  }

  /** The keys that the host has shown. */
  show(keys: readonly ObservedKey[]): void {
    const { pinned } = this.#running.claim;
    const known = ({ protocol, thumbprint }: ObservedKey) => {
      const trusted = pinned[protocol];
      if (protocol === "kerberos") return trusted === thumbprint;
      return trusted !== undefined && sameThumbprint(trusted, thumbprint);
    };
    this.#knownByKey = keys.length > 0 && keys.every(known);
  }

  /** The host, or the KDC of the account's realm, has answered that it does not let it in. */
  refuse(by: Refuser): void {
    this.#refusedBy = by;
  }

  /** The login was told nobody, though it might have been: its permit is another's. */
  withdraw(): void {
    this.#presented = false;
    const login = loginOf(this.#running.claim);
    if (!this.#permitted || login === undefined) return;
    this.#permitted = false;
    const { db, log } = this.#setting;
    this.noted = returnPermit(db, login).catch((error: unknown) =>
      log.warn({ err: error }, "permit of a login not returned"),
    );
  }
}
