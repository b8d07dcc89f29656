import { randomUUID } from "node:crypto";
import type { Result } from "@hostscan/core";
import { conflict, invalid, nameProblem, notFound } from "@hostscan/core";
import type { Actor, Database, SecretBox } from "@hostscan/database";
import { vouchFor } from "@hostscan/database";
import { readLogin, type ScanCredential } from "@hostscan/scanner";
import type { Kysely } from "kysely";
import { auditCredential } from "./audit-credential.ts";
import { changeSecrets, resumeCredential } from "./change-credential.ts";
import { changeScope, readStatedScope, type StatedScope } from "./change-scope.ts";
import { type Credential, credentialCalled, credentialColumns, type Secrets } from "./credential-columns.ts";
import { readKeptCredential } from "./kept-credential.ts";
import { Scope } from "./scope.ts";

/** A service account to keep, under a name that no other has. */
export interface NewCredential extends ScanCredential, StatedScope {
  readonly name: string;
}

/** The service accounts of an installation. Secrets are encrypted, and leave only by `open`. */
export interface CredentialStore {
  /** Rejects a name in use (`conflict`), a scope that is none and secrets that could not log in anywhere (`invalid`). */
  add(credential: NewCredential): Promise<Result<Credential>>;
  /** All of them, by name. */
  list(): Promise<Credential[]>;
  find(idOrName: string): Promise<Credential | undefined>;
  /** Gives it other secrets, and ends its pause. Rejects secrets that could not log in anywhere (`invalid`). */
  changeSecrets(idOrName: string, secrets: Secrets): Promise<Result<Credential>>;
  /** Says where it may be presented, and by whom it may be named; scans under way are bound by it at once. */
  changeScope(idOrName: string, stated: StatedScope): Promise<Result<Credential>>;
  /** Ends the pause of one that too many logins were refused of. */
  resume(idOrName: string): Promise<Result<Credential>>;
  /** Rejects one that hosts still use (`conflict`). */
  remove(idOrName: string): Promise<Result<Credential>>;
  /**
   * Decrypts one, for a worker that is about to scan. Throws if there is none with this id, if it does not open, or if it
   * was changed outside of Hostscan.
   */
  open(id: string): Promise<ScanCredential>;
  /** Where it may be presented now; undefined where it is gone. Throws if it was changed outside of Hostscan. */
  scopeOf(id: string): Promise<Scope | undefined>;
}

const FOREIGN_KEY_VIOLATION = "23503";

/** What `actor` changes is audited under its name. */
export function createCredentialStore(db: Kysely<Database>, box: SecretBox, actor: Actor): CredentialStore {
  return {
    async add({ name, username, scope, callers, ...secrets }) {
      const wrong = nameProblem(name);
      if (wrong !== undefined) return invalid([{ path: "name", message: wrong }], `The name ${wrong}.`);
      const read = readStatedScope({ scope, ...(callers && { callers }) });
      if (!read.ok) return read;
      const login = await readLogin({ username, ...secrets });
      if (!login.ok) return invalid([], login.failure.message);
      const id = randomUUID();
      const sealed = box.seal({ table: "credential", id }, JSON.stringify(secrets satisfies Secrets));
      const added = await db.transaction().execute(async (trx) => {
        const row = await trx
          .insertInto("credential")
          .values({ id, name, username, ...sealed, ...read.value, scope_decided: true })
          .onConflict((on) => on.column("name").doNothing())
          .returning(credentialColumns)
          .executeTakeFirst();
        if (row) {
          await vouchFor(trx, box, "credential", id);
          const { scope, callers } = row;
          await auditCredential(trx, actor, "credential.add", row, { scope, callers });
        }
        return row;
      });
      return added ? { ok: true, value: added } : conflict(`There is a credential named ${name} already.`);
    },

    list: () => db.selectFrom("credential").select(credentialColumns).orderBy("name").execute(),

    find: (idOrName) =>
      db
        .selectFrom("credential")
        .select(credentialColumns)
        .where(credentialCalled(idOrName))
        .executeTakeFirst(),

    changeSecrets: (idOrName, secrets) => changeSecrets({ db, box, actor }, idOrName, secrets),
    changeScope: (idOrName, stated) => changeScope({ db, box, actor }, idOrName, stated),
    resume: (idOrName) => resumeCredential({ db, actor }, idOrName),

    async remove(idOrName) {
      try {
        const removed = await db.transaction().execute(async (trx) => {
          const row = await trx
            .deleteFrom("credential")
            .where(credentialCalled(idOrName))
            .returning(credentialColumns)
            .executeTakeFirst();
          if (row) await auditCredential(trx, actor, "credential.remove", row);
          return row;
        });
        return removed ? { ok: true, value: removed } : notFound(`There is no credential ${idOrName}.`);
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === FOREIGN_KEY_VIOLATION)) throw error;
        return conflict(`The credential ${idOrName} is in use by hosts.`);
      }
    },

    async open(id) {
      const row = await readKeptCredential(db, box, id);
      if (row === undefined) throw new Error(`There is no credential ${id}.`);
      const secrets: Secrets = JSON.parse(box.open({ table: "credential", id }, row));
      return { username: row.username, ...secrets };
    },

    async scopeOf(id) {
      const row = await readKeptCredential(db, box, id);
      return row && Scope.kept(row.scope);
    },
  };
}
