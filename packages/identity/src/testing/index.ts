import type { SecretBox } from "@hostscan/database";
import {
  accepted,
  createTestDatabase,
  makeSecretBox,
  type TestDatabase,
  testActor,
} from "@hostscan/database/testing";
import { generateSync } from "otplib";
import { pino } from "pino";
import { expect } from "vitest";
import { createSignIn, type SignInOptions } from "../sign-in/sign-in-service.ts";
import { loadSigningKeys } from "../tokens/signing-key.ts";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import { createUserStore, type UserStore } from "../users/user-store.ts";

/** Sign-in on a database of a test's own. */
export interface SigningIn extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly box: SecretBox;
  readonly keys: SigningKeys;
  readonly users: UserStore;
  readonly signIn: ReturnType<typeof createSignIn>;
  /** As another process has it: with keys of its own. */
  another(options?: Partial<SignInOptions>): Promise<ReturnType<typeof createSignIn>>;
  /** Adds a user and gives what they need to sign in. */
  addUser(login: string): Promise<TestUser>;
}

export interface TestUser {
  readonly id: string;
  readonly credentials: { readonly Login: string; readonly Password: string };
  readonly recoveryCodes: readonly string[];
  /** The code that the authenticator shows so many steps from now. */
  code(stepsFromNow?: number): string;
}

const STEP_SECONDS = 30;

/** A code of the authenticator that was set up by a URI. */
function codeOf(uri: string, stepsFromNow = 0): string {
  const secret = new URL(uri).searchParams.get("secret") ?? expect.fail("no secret");
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + stepsFromNow * STEP_SECONDS });
}

export async function startSigningIn(options: Partial<SignInOptions> = {}): Promise<SigningIn> {
  const database = await createTestDatabase();
  const { db } = database;
  const box = makeSecretBox();
  const keys = await loadSigningKeys(db, box);
  const users = createUserStore(db, box, testActor);
  const log = pino({ level: "silent" });
  return {
    ...{ database, box, keys, users },
    signIn: createSignIn({ db, box, keys, log, ...options }),
    async another(changes) {
      return createSignIn({ db, box, keys: await loadSigningKeys(db, box), log, ...options, ...changes });
    },
    async addUser(login) {
      const Password = `${login}'s own password`;
      const user = accepted(await users.add({ login, role: "Admin", password: Password }));
      const { id, uri, recoveryCodes } = user;
      return {
        id,
        credentials: { Login: login, Password },
        recoveryCodes,
        code: (steps) => codeOf(uri, steps),
      };
    },
    [Symbol.asyncDispose]: () => database.drop(),
  };
}

/** Where a test signs in from, a new address each time unless told. */
export function from(address = `test-${crypto.randomUUID()}`) {
  return { address, requestId: "request-1" };
}
