import { type Database, isUnavailable } from "@hostscan/database";
import type { Kysely } from "kysely";
import type { Party } from "../logins/party.ts";
import { askForPermit, type PermitAnswer } from "../logins/permits.ts";
import { type LoginAttempt, type LoginStanding, obstacleTo, readStandings } from "../logins/standing.ts";
import { createWakeUp, type WakeUp } from "../queue/wake-up.ts";
import { type Told, tellPause } from "./worker-observer.ts";

/** Until it is asked again although nothing was heard. */
const ASK_AGAIN_MS = 1_000;

/**
 * What a scan is told that asks for leave to log in.
 *
 * - `proven`: the credential was let in before, and needs no permit.
 * - `go`: it has a permit.
 * - `stale`: its attempt is not the current one, its secret is another by now, or its signal was aborted.
 * - otherwise what stands in the way.
 */
export type LoginLeave = "proven" | "go" | "stale" | { readonly standing: LoginStanding };

interface Waiting {
  readonly login: LoginAttempt;
  readonly signal: AbortSignal;
  readonly answer: (leave: LoginLeave) => void;
  readonly fail: (error: unknown) => void;
}

/** Scans of this process that wait for leave to log in with one credential, in their order. */
interface Line {
  readonly wakeUp: WakeUp;
  readonly waiting: Set<Waiting>;
}

/**
 * Asks for leave to log in on behalf of this process's scans. How the logins of all that wait for one credential stand
 * is read together, so that they all go at once when it is proven; permits are asked for one after the other, of each party.
 */
export class LoginGate {
  readonly #db: Kysely<Database>;
  readonly #told: Told;
  readonly #denials: number;
  readonly #lines = new Map<string, Line>();

  /** @param denials logins refused in a row until a credential is paused; `Infinity` lets every login through */
  constructor(db: Kysely<Database>, told: Told, denials: number) {
    this.#db = db;
    this.#told = told;
    this.#denials = denials;
  }

  /** Resolves to the answer, for which it waits while the database is out of reach. */
  async ask(login: LoginAttempt, signal: AbortSignal): Promise<LoginLeave> {
    if (this.#denials === Number.POSITIVE_INFINITY) return "proven";
    const line = this.#lines.get(login.credentialId);
    const { promise, resolve, reject } = Promise.withResolvers<LoginLeave>();
    const waiting: Waiting = { login, signal, answer: resolve, fail: reject };
    const { wakeUp } = line ?? this.#open(login.credentialId, waiting);
    line?.waiting.add(waiting);
    line?.wakeUp.wake();
    signal.addEventListener("abort", wakeUp.wake);
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", wakeUp.wake);
    }
  }

  /** Asks again now for those who wait. */
  wake(credentialId: string): void {
    this.#lines.get(credentialId)?.wakeUp.wake();
  }

  #open(credentialId: string, first: Waiting): Line {
    const line: Line = { wakeUp: createWakeUp(), waiting: new Set([first]) };
    this.#lines.set(credentialId, line);
    void this.#serve(credentialId, line);
    return line;
  }

  /** Until nobody waits. Never rejects. */
  async #serve(credentialId: string, { wakeUp, waiting }: Line): Promise<void> {
    while (waiting.size > 0) {
      const asked = [...waiting];
      try {
        if (!(await this.#answer(asked, waiting))) await wakeUp.sleep(ASK_AGAIN_MS);
      } catch (error) {
        if (isUnavailable(error)) {
          this.#told.log.warn({ err: error }, "leave to log in could not be asked for");
          await wakeUp.sleep(ASK_AGAIN_MS);
          continue;
        }
        for (const one of asked) {
          waiting.delete(one);
          one.fail(error);
        }
      }
    }
    this.#lines.delete(credentialId);
  }

  /** Answers whom it can; resolves to whether it is worth while to ask again at once. */
  async #answer(asked: readonly Waiting[], waiting: Set<Waiting>): Promise<boolean> {
    const answer = (one: Waiting, leave: LoginLeave) => {
      waiting.delete(one);
      one.answer(leave);
    };
    for (const one of asked) if (one.signal.aborted) answer(one, "stale");
    const rest = asked.filter((one) => waiting.has(one));
    if (rest.length === 0) return true;
    const standings = await readStandings(
      this.#db,
      rest.map(({ login }) => login),
    );
    for (const one of rest) {
      const standing = standings.get(one.login.hostScanHostId);
      if (standing === undefined) answer(one, "stale");
      else if (obstacleTo(standing, this.#denials) !== undefined) answer(one, { standing });
      else if (standing.proven) answer(one, "proven");
    }
    // One of each party: whose hosts keep their permits without an answer, keeps nobody else's waiting.
    const firsts = new Map<Party, Waiting>();
    for (const one of rest)
      if (waiting.has(one) && !firsts.has(one.login.party)) firsts.set(one.login.party, one);
    const permits = new Set<PermitAnswer>();
    for (const first of firsts.values()) {
      const permit = await askForPermit(this.#db, first.login, this.#denials);
      if (permit === "go") answer(first, "go");
      if (typeof permit === "object") tellPause(this.#told, permit.pause);
      permits.add(permit);
    }
    return firsts.size === 0 || [...permits].some((permit) => permit !== "turn");
  }
}
