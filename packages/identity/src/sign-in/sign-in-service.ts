import type { Result, SignInRefusal, SignInService } from "@hostscan/core";
import { type Database, isUnavailable, type SecretBox } from "@hostscan/database";
import type { Kysely } from "kysely";
import pLimit from "p-limit";
import type { Logger } from "pino";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import { createPasswords, type Passwords } from "../users/passwords.ts";
import { takeFirstStep } from "./first-step.ts";
import { outOfReach } from "./refused-steps.ts";
import { takeSecondStep } from "./second-step.ts";

/** Lets few do something at once and some wait their turn. */
interface Queue {
  /** What `turn` resolves to, or `"full"`, at once, where as many wait as may. */
  run<T>(turn: () => Promise<T>): Promise<T | "full">;
}

/** How many have their turn at once, and how many may wait. */
export function createQueue({
  atOnce,
  waiting,
}: {
  readonly atOnce: number;
  readonly waiting: number;
}): Queue {
  const limit = pLimit(atOnce);
  let there = 0;
  return {
    async run(turn) {
      if (there >= atOnce + waiting) return "full";
      there++;
      try {
        return await limit(turn);
      } finally {
        there--;
      }
    },
  };
}

/**
 * The queues of one process. Each kind of step has its own, and so has a known device: whatever strangers send, its user
 * does not stand in line behind them. Two hash at once, off the main thread, so that the rest of the process goes on.
 */
interface SignInQueues {
  readonly password: Queue;
  readonly devicePassword: Queue;
  readonly code: Queue;
  readonly deviceCode: Queue;
}

export const createSignInQueues = (): SignInQueues => ({
  password: createQueue({ atOnce: 2, waiting: 64 }),
  devicePassword: createQueue({ atOnce: 1, waiting: 32 }),
  code: createQueue({ atOnce: 2, waiting: 64 }),
  deviceCode: createQueue({ atOnce: 1, waiting: 32 }),
});

/** What signing in takes. */
export interface SignInOptions {
  readonly db: Kysely<Database>;
  /** Opens the secrets of second factors. */
  readonly box: SecretBox;
  readonly keys: SigningKeys;
  readonly log: Logger;
  /** Absent: Argon2id. */
  readonly passwords?: Passwords;
  /** Absent: queues of this service's own. */
  readonly queues?: SignInQueues;
}

export type SignInParts = Required<SignInOptions>;

/** Signs users in, in two steps; what it counts and remembers is in the database, where all processes see it. */
export function createSignIn(options: SignInOptions): SignInService {
  const parts = { passwords: createPasswords(), queues: createSignInQueues(), ...options };

  /** A database out of reach is a refusal like others. */
  async function reachable<T>(step: Promise<Result<T, SignInRefusal>>): Promise<Result<T, SignInRefusal>> {
    try {
      return await step;
    } catch (error) {
      if (isUnavailable(error)) return outOfReach();
      throw error;
    }
  }

  return {
    firstStep: (credentials, context) => reachable(takeFirstStep(parts, credentials, context)),
    secondStep: (step, context) => reachable(takeSecondStep(parts, step, context)),
  };
}
