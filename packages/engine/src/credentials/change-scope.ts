import type { Result } from "@hostscan/core";
import { conflict, invalidMember, notFound } from "@hostscan/core";
import type { Actor, Database, SecretBox } from "@hostscan/database";
import { areIntact, vouchFor } from "@hostscan/database";
import type { Kysely } from "kysely";
import { auditCredential } from "./audit-credential.ts";
import { readCallers } from "./credential-callers.ts";
import {
  type Credential,
  changedOutside,
  credentialCalled,
  credentialColumns,
} from "./credential-columns.ts";
import { Scope } from "./scope.ts";

/** Where a credential may be presented, and who may name it, as people state it. */
export interface StatedScope {
  /** Networks, addresses and host patterns, each with a port or without; or `anywhere` alone. */
  readonly scope: readonly string[];
  /** Names of callers, or `all` alone. Where absent, as it was; of a new credential, all of them. */
  readonly callers?: readonly string[] | undefined;
}

/** The columns that hold it. Callers are absent where nothing was said of them. */
interface ScopeColumns {
  readonly scope: string[];
  readonly callers?: string[] | null;
}

/** Reads what people state in the canonical form that is kept. */
export function readStatedScope({ scope: texts, callers }: StatedScope): Result<ScopeColumns> {
  const scope = Scope.state(texts);
  if ("problem" in scope) return invalidMember("scope", scope.problem);
  if (callers === undefined) return { ok: true, value: { scope: [...scope.texts] } };
  const read = readCallers(callers);
  if ("problem" in read) return invalidMember("callers", read.problem);
  return { ok: true, value: { scope: [...scope.texts], callers: read.callers && [...read.callers] } };
}

/** States a credential's scope anew. Whoever is about to log in asks for it: nobody has to be told. */
export async function changeScope(
  { db, box, actor }: { readonly db: Kysely<Database>; readonly box: SecretBox; readonly actor: Actor },
  idOrName: string,
  stated: StatedScope,
): Promise<Result<Credential>> {
  const read = readStatedScope(stated);
  if (!read.ok) return read;
  return db.transaction().execute(async (trx): Promise<Result<Credential>> => {
    const old = await trx
      .selectFrom("credential")
      .select(credentialColumns)
      .where(credentialCalled(idOrName))
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!old) return notFound(`There is no credential ${idOrName}.`);
    if (!(await areIntact(trx, box, "credential", old.id))) return conflict(changedOutside(old.name));
    const changed = await trx
      .updateTable("credential")
      .set({ ...read.value, scope_decided: true })
      .where("id", "=", old.id)
      .returning(credentialColumns)
      .executeTakeFirstOrThrow();
    await vouchFor(trx, box, "credential", old.id);
    await auditCredential(trx, actor, "credential.change-scope", changed, {
      scope: { old: old.scope, new: changed.scope },
      callers: { old: old.callers, new: changed.callers },
    });
    return { ok: true, value: changed };
  });
}
