import type { Database } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import type { Callers } from "./credential-callers.ts";
import { Scope } from "./scope.ts";

/** A credential as far as it matters for whether a call may use it. */
export interface UsableCredential {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly callers: Callers;
}

/** Whether the caller of this name may have hosts scanned with a credential. */
export function mayName({ callers }: UsableCredential, caller: string): boolean {
  return callers === null || callers.includes(caller);
}

/** The credentials of these ids and names, locked so that none is removed before hosts refer to it. */
export async function findCredentials(
  trx: Transaction<Database>,
  { ids = [], names = [] }: { readonly ids?: readonly string[]; readonly names?: readonly string[] },
): Promise<readonly UsableCredential[]> {
  const { rows } = await sql<Omit<UsableCredential, "scope"> & { readonly scope: readonly string[] }>`
    select id, name, scope, callers from credential
    where id = any (${ids}::uuid[]) or name = any (${names}::text[])
    order by id for key share`.execute(trx);
  return rows.map((row) => ({ ...row, scope: Scope.kept(row.scope) }));
}
