import type { Result } from "@hostscan/core";
import { conflict, invalid, notFound } from "@hostscan/core";
import type { Actor, Database, SecretBox } from "@hostscan/database";
import { areIntact, vouchFor } from "@hostscan/database";
import { checkCredential } from "@hostscan/scanner";
import { type Kysely, sql } from "kysely";
import { forgetLogins } from "../logins/permits.ts";
import { notify } from "../queue/notification.ts";
import { auditCredential } from "./audit-credential.ts";
import {
  type Credential,
  changedOutside,
  credentialCalled,
  credentialColumns,
  type Secrets,
} from "./credential-columns.ts";
import { secretProblem } from "./login-text.ts";

/** What is known of logins is forgotten: the next one asks for leave. */
const AFRESH = { proven: false, denials: 0, paused_at: null, paused_by: null, logins_from: null } as const;

/** Where credentials are changed, and under whose name. */
interface ChangeSetting {
  readonly db: Kysely<Database>;
  readonly actor: Actor;
}

const noCredential = (idOrName: string) => notFound(`There is no credential ${idOrName}.`);

/** Ends a credential's pause, and tells the workers. */
export function resumeCredential(
  { db, actor }: ChangeSetting,
  idOrName: string,
): Promise<Result<Credential>> {
  return db.transaction().execute(async (trx): Promise<Result<Credential>> => {
    const resumed = await trx
      .updateTable("credential")
      .set(AFRESH)
      .where(credentialCalled(idOrName))
      .returning(credentialColumns)
      .executeTakeFirst();
    if (!resumed) return noCredential(idOrName);
    await forgetLogins(trx, resumed.id);
    await auditCredential(trx, actor, "credential.resume", resumed);
    await notify(trx, { kind: "credential", credentialId: resumed.id });
    return { ok: true, value: resumed };
  });
}

/** Replaces a credential's secrets, all of them, and ends its pause. Scans under way may still use the earlier ones. */
export async function changeSecrets(
  { db, box, actor }: ChangeSetting & { readonly box: SecretBox },
  idOrName: string,
  secrets: Secrets,
): Promise<Result<Credential>> {
  const known = await db
    .selectFrom("credential")
    .select("username")
    .where(credentialCalled(idOrName))
    .executeTakeFirst();
  if (!known) return noCredential(idOrName);
  const bad = secretProblem(secrets);
  if (bad !== undefined) return invalid([bad], `The ${bad.path} ${bad.message}.`);
  // To unlock a key takes its time, in which nothing is locked.
  const login = await checkCredential({ username: known.username, ...secrets });
  if (!login.ok) return invalid([], login.failure.message);
  return db.transaction().execute(async (trx): Promise<Result<Credential>> => {
    const found = await trx
      .selectFrom("credential")
      .select(["id", "name"])
      .where(credentialCalled(idOrName))
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!found) return noCredential(idOrName);
    const { id, name } = found;
    if (!(await areIntact(trx, box, "credential", id))) return conflict(changedOutside(name));
    const sealed = box.seal({ table: "credential", id }, JSON.stringify(secrets));
    const changed = await trx
      .updateTable("credential")
      .set({ ...AFRESH, ...sealed, secret_version: sql`secret_version + 1` })
      .where("id", "=", id)
      .returning(credentialColumns)
      .executeTakeFirstOrThrow();
    await forgetLogins(trx, id);
    await vouchFor(trx, box, "credential", id);
    await auditCredential(trx, actor, "credential.change", changed);
    await notify(trx, { kind: "credential", credentialId: id });
    return { ok: true, value: changed };
  });
}
