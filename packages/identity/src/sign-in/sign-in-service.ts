import type { Result, SignInRefusal, SignInService } from "@hostscan/core";
import type { Database, SecretBox } from "@hostscan/database";
import { isUnavailable } from "@hostscan/database";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import { createPasswords, type Passwords } from "../users/passwords.ts";
import { takeFirstStep } from "./first-step.ts";
import { outOfReach } from "./outcomes.ts";
import { createSignInQueues, type SignInQueues } from "./queue.ts";
import { takeSecondStep } from "./second-step.ts";

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
