import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@hostscan/database";
import type { Kysely } from "kysely";
import {
  type Budget,
  countFailure,
  release,
  removeForgottenAttempts,
  reserve,
  waitLeft,
} from "../users/attempts.ts";
import { busy, mustWait, type RefusedStep } from "./refused-steps.ts";

/** An attempt that was let in. It has to say how it ended; one that never does counts as failed. */
export interface Admission {
  readonly ok: true;
  /** Gives whether those that come after have to wait. */
  failed(): Promise<boolean>;
  /** It has succeeded: failures of before are forgotten, but for those from its address and from everywhere. */
  succeeded(): Promise<void>;
  /** It was not made after all. */
  takenBack(): Promise<void>;
}

/** How long, and how often, an attempt asks again while another stands in its way, in milliseconds. */
const PATIENT_FOR_MS = 1_000;
const ASK_AGAIN_MS = 25;

/** Those that many share: one who succeeds does not speak for the others. */
const SHARED = new Set(["address", "login"]);

/** The refusal of an attempt that has to wait anyway, which nothing was reserved for; undefined where it need not. */
export async function refuseWaiting(
  db: Kysely<Database>,
  budgets: readonly Budget[],
): Promise<RefusedStep | undefined> {
  for (const budget of budgets) {
    const seconds = await waitLeft(db, budget);
    if (seconds > 0) return mustWait(seconds);
  }
  return undefined;
}

/** Lets an attempt in by all that it is counted by; or tells how long to wait. */
export async function admit(
  db: Kysely<Database>,
  budgets: readonly Budget[],
): Promise<Admission | RefusedStep> {
  const reserved: Budget[] = [];
  for (const budget of budgets) {
    const refused = await reserveInTurn(db, budget);
    if (refused) {
      await Promise.all(reserved.map((each) => release(db, each)));
      return refused;
    }
    reserved.push(budget);
  }
  await removeForgottenAttempts(db);
  return {
    ok: true,
    async failed() {
      const lasts = [];
      for (const budget of budgets) lasts.push(await countFailure(db, budget));
      return lasts.includes(true);
    },
    async succeeded() {
      for (const budget of budgets) await release(db, budget, { forget: !SHARED.has(budget.scope) });
    },
    async takenBack() {
      for (const budget of budgets) await release(db, budget);
    },
  };
}

/** Waits for those under way, which may all succeed; not for long, as they may be another process's that is lost. */
async function reserveInTurn(db: Kysely<Database>, budget: Budget): Promise<RefusedStep | undefined> {
  const until = performance.now() + PATIENT_FOR_MS;
  for (;;) {
    const reservation = await reserve(db, budget);
    if (reservation.state === "reserved") return undefined;
    if (reservation.state === "waiting") return mustWait(reservation.retryAfterSeconds);
    if (performance.now() > until) return busy();
    await sleep(ASK_AGAIN_MS);
  }
}
