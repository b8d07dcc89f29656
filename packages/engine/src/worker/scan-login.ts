import type { Permission } from "@hostscan/scanner";
import { type LoginAttempt, proveCredential } from "../credentials/login-permits.ts";
import { pausedText } from "../credentials/paused-text.ts";
import type { ScanSetting } from "./run-scan.ts";
import type { RunningScan } from "./running-scan.ts";
import type { PresentedLogin } from "./settle-scan.ts";

type Setting = Pick<ScanSetting, "db" | "log" | "gate" | "limits">;

/** The login of one scan: whether it may be presented, and what the host made of it. */
export class ScanLogin {
  readonly #setting: Setting;
  readonly #running: RunningScan;
  #presented = false;
  #accepted = false;
  #asked = false;
  /** The attempt, or the secret it was claimed with, is not the current one: it says nothing of the host. */
  stale = false;
  /** Why leave could not be asked for. */
  fault: unknown;
  /** Settles when it is written that the login was accepted, as far as that is not left to the settlement. */
  noted: Promise<void> = Promise.resolve();

  constructor(setting: Setting, running: RunningScan) {
    this.#setting = setting;
    this.#running = running;
  }

  /** Whether the host may have been told the login. */
  get wasPresented(): boolean {
    return this.#presented;
  }

  /** Undefined unless one was presented that counts. */
  get presented(): PresentedLogin | undefined {
    const { denials } = this.#setting.limits;
    return this.#presented && Number.isFinite(denials) ? { accepted: this.#accepted, denials } : undefined;
  }

  /** To be awaited before the login is presented. A credential that is proven costs nothing here. */
  async present(signal: AbortSignal): Promise<Permission> {
    const login = this.#attempt();
    if (login !== undefined && this.#running.mustAsk) {
      this.#asked = true;
      const refusal = await this.#ask(login, signal);
      if (refusal !== undefined) return { ok: false, message: refusal };
    }
    this.#presented = true;
    return { ok: true };
  }

  /** Resolves to why the login may not be presented. */
  async #ask(login: LoginAttempt, signal: AbortSignal): Promise<string | undefined> {
    try {
      const answer = await this.#setting.gate.ask(login, signal);
      this.stale = answer === "stale";
      if (answer === "paused") return capitalised(pausedText(this.#name));
      return this.stale ? "The credential was changed during the scan." : undefined;
    } catch (error) {
      this.fault = error;
      return "It could not be found out whether the credential may be used.";
    }
  }

  /** The host has let it in. */
  accept(): void {
    this.#accepted = true;
    const login = this.#attempt();
    if (!this.#asked || login === undefined || this.presented === undefined) return;
    const { db, log } = this.#setting;
    // The settlement says so as well; the sooner it is known, the sooner others go on.
    this.noted = proveCredential(db, login).catch((error: unknown) =>
      log.warn({ err: error }, "accepted login not noted yet"),
    );
  }

  get #name(): string {
    return this.#running.claim.credential?.name ?? "";
  }

  #attempt(): LoginAttempt | undefined {
    const { hostScanHostId, attempt, credential } = this.#running.claim;
    if (credential === null) return undefined;
    return { hostScanHostId, attempt, credentialId: credential.id, secretVersion: credential.secretVersion };
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
