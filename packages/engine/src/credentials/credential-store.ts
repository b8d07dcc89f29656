import type { Rejected, Result } from "@hostscan/core";
import { conflict, notFound } from "@hostscan/core";
import type { Actor, Database, SecretBox } from "@hostscan/database";
import type { ScanCredential } from "@hostscan/scanner";
import { type Kysely, sql } from "kysely";
import { addCredential, addCredentials, type NewCredential } from "./add-credentials.ts";
import { auditCredential } from "./audit-credential.ts";
import { changeSecrets, resumeCredential } from "./change-credential.ts";
import { changeScope, type StatedScope } from "./change-scope.ts";
import { type Credential, credentialCalled, credentialColumns, type Secrets } from "./credential-columns.ts";
import { readKeptCredential } from "./kept-credential.ts";
import { Scope } from "./scope.ts";

/** The service accounts of an installation. Secrets are encrypted, and leave only by `open`. */
export interface CredentialStore {
  /** Rejects a name in use (`conflict`), a scope that is none and secrets that could not log in anywhere (`invalid`). */
  add(credential: NewCredential): Promise<Result<Credential>>;
  /** All of them or none; an error's path is the JSON Pointer of what it is of. No message repeats what was stated. */
  addAll(credentials: readonly NewCredential[]): Promise<Result<readonly Credential[]>>;
  /** All of them, by name. */
  list(): Promise<Credential[]>;
  find(idOrName: string): Promise<Credential | undefined>;
  /** Gives it other secrets, and ends its pause. Rejects secrets that could not log in anywhere (`invalid`). */
  changeSecrets(idOrName: string, secrets: Secrets): Promise<Result<Credential>>;
  /** Says where it may be presented, and by whom it may be named; scans under way are bound by it at once. */
  changeScope(idOrName: string, stated: StatedScope): Promise<Result<Credential>>;
  /** Ends the pause of one that too many logins were refused of. */
  resume(idOrName: string): Promise<Result<Credential>>;
  /** Rejects one that hosts still use (`conflict`), and names them. */
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

/** As many hosts are named as people read. */
const NAMED = 10;

/** Names the hosts that keep a credential from being removed. */
async function inUse(db: Kysely<Database>, idOrName: string): Promise<Rejected> {
  const { rows } = await sql<{ identity: string; others: number }>`
    select host.identity, count(*) over ()::integer - ${NAMED} as others
    from host where credential_id in (select id from credential where ${credentialCalled(idOrName)})
    order by host.identity limit ${NAMED}`.execute(db);
  const named = rows.map(({ identity }) => identity).join(", ");
  const [more = ""] = rows.flatMap(({ others }) => (others > 0 ? [` and ${others} others`] : []));
  return conflict(
    `The credential ${idOrName} is in use by hosts: ${named}${more}. Give them another, or remove them.`,
  );
}

/** What `actor` changes is audited under its name. */
export function createCredentialStore(db: Kysely<Database>, box: SecretBox, actor: Actor): CredentialStore {
  return {
    add: (credential) => addCredential({ db, box, actor }, credential),
    addAll: (credentials) => addCredentials({ db, box, actor }, credentials),

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
        return inUse(db, idOrName);
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
