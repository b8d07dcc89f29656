import { randomUUID } from "node:crypto";
import type { Result } from "@hostscan/core";
import { conflict, invalid, loginKey, notFound, type Rejected } from "@hostscan/core";
import type { Actor, Database, SecretBox } from "@hostscan/database";
import { type AuditAction, areIntact, audit, vouchFor } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { forgetLogin } from "./attempts.ts";
import { codeUri, makeCodeSecret } from "./one-time-code.ts";
import { createPasswords } from "./passwords.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";
import {
  loginProblem,
  type NewUser,
  passwordProblem,
  type SecondFactor,
  USER_COLUMNS,
  type User,
} from "./user.ts";

/** The people who may sign in. Passwords are hashed, secrets of the second factor encrypted; neither ever leaves. */
export interface UserStore {
  add(user: NewUser): Promise<Result<User & SecondFactor>>;
  /** All of them, by login. */
  list(): Promise<User[]>;
  /** Refuses their sign-ins and their tokens, or admits their sign-ins again. */
  setDisabled(login: string, disabled: boolean): Promise<Result<User>>;
  remove(login: string): Promise<Result<User>>;
  /** Ends their tokens and every wait of theirs, that for codes too. */
  resetPassword(login: string, password: string): Promise<Result<User>>;
  /** Gives a new second factor and new recovery codes in place of those of before; ends their tokens and waits, too. */
  resetSecondFactor(login: string): Promise<Result<User & SecondFactor>>;
}

const ENDS_TOKENS = { session_version: sql<number>`session_version + 1` };

type UserChange = AuditAction & `user.${string}`;

/** What `actor` changes is audited under its name. */
export function createUserStore(db: Kysely<Database>, box: SecretBox, actor: Actor): UserStore {
  const passwords = createPasswords();
  const noUser = (login: string) => notFound(`There is no user ${login}.`);
  const changedOutside = (login: string) =>
    conflict(`The user ${login} was changed outside of Hostscan: remove it, and add it anew.`);

  function note(trx: Transaction<Database>, action: UserChange, { id, login, role }: User): Promise<void> {
    return audit(trx, { actor, action, object: { kind: "user", id }, details: { login, role } });
  }

  /**
   * Changes the user with a login, and audits it. A user whose row somebody else has written is not vouched for: such a
   * user can be disabled and removed, and nothing else.
   */
  function change<T extends User>(
    action: UserChange,
    login: string,
    apply: (trx: Transaction<Database>, id: string) => Promise<T>,
  ): Promise<Result<T>> {
    return db.transaction().execute(async (trx): Promise<Result<T>> => {
      const known = trx.selectFrom("app_user").select("id").where("login", "=", loginKey(login));
      const id = (await known.forUpdate().executeTakeFirst())?.id;
      if (id === undefined) return noUser(login);
      const intact = await areIntact(trx, box, "app_user", id);
      if (!intact && action !== "user.disable" && action !== "user.remove") return changedOutside(login);
      const user = await apply(trx, id);
      if (intact) await vouchFor(trx, box, "app_user", id);
      await note(trx, action, user);
      return { ok: true, value: user };
    });
  }

  const seal = (id: string, secret: string) => box.seal({ table: "app_user", id }, secret);

  return {
    async add({ login, displayName = login, role, password }) {
      const problem = userProblem(login, displayName, password);
      if (problem) return problem;
      const [id, secret, key] = [randomUUID(), makeCodeSecret(), loginKey(login)];
      const values = { id, login: key, display_name: displayName, role, ...seal(id, secret) };
      const password_hash = await passwords.hash(password);
      return db.transaction().execute(async (trx): Promise<Result<User & SecondFactor>> => {
        const user = await trx
          .insertInto("app_user")
          .values({ ...values, password_hash })
          .onConflict((on) => on.column("login").doNothing())
          .returning(USER_COLUMNS)
          .executeTakeFirst();
        if (!user) return conflict(`There is a user ${key} already.`);
        await vouchFor(trx, box, "app_user", id);
        await note(trx, "user.add", user);
        const recoveryCodes = await replaceRecoveryCodes(trx, box, id);
        return { ok: true, value: { ...user, uri: codeUri(key, secret), recoveryCodes } };
      });
    },

    list: () => db.selectFrom("app_user").select(USER_COLUMNS).orderBy("login").execute(),

    setDisabled: (login, disabled) =>
      change(disabled ? "user.disable" : "user.enable", login, (trx, id) =>
        trx
          .updateTable("app_user")
          .set(
            disabled
              ? { disabled_at: sql`coalesce(disabled_at, now())`, ...ENDS_TOKENS }
              : { disabled_at: null },
          )
          .where("id", "=", id)
          .returning(USER_COLUMNS)
          .executeTakeFirstOrThrow(),
      ),

    remove: (login) =>
      change("user.remove", login, async (trx, id) => {
        await forgetLogin(trx, loginKey(login));
        return trx
          .deleteFrom("app_user")
          .where("id", "=", id)
          .returning(USER_COLUMNS)
          .executeTakeFirstOrThrow();
      }),

    async resetPassword(login, password) {
      const wrong = passwordProblem(password);
      if (wrong) return invalid([{ path: "password", message: wrong }], `The password ${wrong}.`);
      const password_hash = await passwords.hash(password);
      return change("user.reset-password", login, async (trx, id) => {
        const user = await trx
          .updateTable("app_user")
          .set({ password_hash, ...ENDS_TOKENS })
          .where("id", "=", id)
          .returning(USER_COLUMNS)
          .executeTakeFirstOrThrow();
        await forgetLogin(trx, user.login);
        return user;
      });
    },

    resetSecondFactor: (login) =>
      change("user.reset-mfa", login, async (trx, id) => {
        const secret = makeCodeSecret();
        const user = await trx
          .updateTable("app_user")
          .set({ ...seal(id, secret), last_code_step: null, ...ENDS_TOKENS })
          .where("id", "=", id)
          .returning(USER_COLUMNS)
          .executeTakeFirstOrThrow();
        await forgetLogin(trx, user.login);
        const recoveryCodes = await replaceRecoveryCodes(trx, box, id);
        return { ...user, uri: codeUri(user.login, secret), recoveryCodes };
      }),
  };
}

function userProblem(login: string, displayName: string, password: string): Rejected | undefined {
  const named = loginProblem(login);
  if (named) return invalid([{ path: "login", message: named }], `The login ${named}.`);
  const shown = /^[^\p{Cc}]{1,255}$/u.test(displayName);
  if (!shown)
    return invalid([], "The display name must be 1 to 255 characters, none of them a control character.");
  const wrong = passwordProblem(password);
  return wrong ? invalid([{ path: "password", message: wrong }], `The password ${wrong}.`) : undefined;
}
