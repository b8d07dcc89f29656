import type { Kysely } from "kysely";
import type { Logger } from "pino";
import { askForLogin, type LoginAnswer, type LoginAttempt } from "../credentials/login-permits.ts";
import { isUnavailable } from "../database/is-unavailable.ts";
import type { Database } from "../database/tables.ts";
import { createWakeUp, type WakeUp } from "../queue/wake-up.ts";

/** Until it is asked again although nothing was heard. */
const ASK_AGAIN_MS = 1_000;

/** Scans of this process that wait for leave to log in with one credential. */
interface Line {
  readonly wakeUp: WakeUp;
  /** Settles when the last of them has its answer. */
  last: Promise<unknown>;
  length: number;
}

/** Asks for leave to log in on behalf of this process's scans, one after the other for each credential. */
export class LoginGate {
  readonly #db: Kysely<Database>;
  readonly #log: Logger;
  readonly #denials: number;
  readonly #lines = new Map<string, Line>();

  /** @param denials logins refused in a row until a credential is paused; `Infinity` lets every login through */
  constructor(db: Kysely<Database>, log: Logger, denials: number) {
    this.#db = db;
    this.#log = log;
    this.#denials = denials;
  }

  /** Resolves to the answer, for which it waits while the database is out of reach; or `stale` where the signal was aborted first. */
  async ask(login: LoginAttempt, signal: AbortSignal): Promise<Exclude<LoginAnswer, "wait">> {
    if (this.#denials === Number.POSITIVE_INFINITY) return "go";
    const line = this.#lines.get(login.credentialId) ?? {
      wakeUp: createWakeUp(),
      last: Promise.resolve(),
      length: 0,
    };
    this.#lines.set(login.credentialId, line);
    line.length += 1;
    const answer = line.last
      .catch(() => undefined)
      .then(() => this.#untilAnswered(login, line.wakeUp, signal));
    line.last = answer;
    try {
      return await answer;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.#lines.delete(login.credentialId);
    }
  }

  /** Asks again now for who waits first. */
  wake(credentialId: string): void {
    this.#lines.get(credentialId)?.wakeUp.wake();
  }

  async #untilAnswered(login: LoginAttempt, wakeUp: WakeUp, signal: AbortSignal) {
    const onAbort = () => wakeUp.wake();
    signal.addEventListener("abort", onAbort);
    try {
      while (!signal.aborted) {
        const answer = await this.#askOnce(login);
        if (answer !== "wait") return answer;
        await wakeUp.sleep(ASK_AGAIN_MS);
      }
      return "stale";
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  async #askOnce(login: LoginAttempt): Promise<LoginAnswer> {
    try {
      return await askForLogin(this.#db, login, this.#denials);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      this.#log.warn({ err: error }, "leave to log in could not be asked for");
      return "wait";
    }
  }
}
