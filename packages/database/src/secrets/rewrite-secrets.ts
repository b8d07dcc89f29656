import { sql, type Transaction } from "kysely";
import type { Database } from "../tables.ts";
import { type AnyRow, GRANTING_TABLES, type GrantingTable, lockRows, writeMac } from "./granting-rows.ts";
import type { SealedSecret, SecretBox, SecretPlace } from "./secret-box.ts";
import { SecretKeyError } from "./secret-key.ts";

/** How secrets and MACs are written anew. */
export interface Rewriting {
  /** What the secrets were encrypted with. */
  readonly from: SecretBox;
  readonly to: SecretBox;
  /** Whether a row gets a MAC; others keep the one that they have, which is wrong or none. */
  readonly trusts: (
    table: GrantingTable,
    row: AnyRow & { mac: Buffer | null; mac_key_id: string | null },
  ) => boolean;
}

/** What was written anew, and what could not be: `changed` rows and secrets were written by somebody else. */
export interface Rewritten {
  readonly secrets: number;
  readonly rows: number;
  readonly changed: number;
}

/** Encrypts every secret anew, and gives every row that is trusted a new MAC; all or nothing, as the transaction is. */
export async function rewriteSecrets(trx: Transaction<Database>, way: Rewriting): Promise<Rewritten> {
  const count = { secrets: 0, rows: 0, changed: 0 };

  async function encryptAnew(place: SecretPlace, sealed: SealedSecret): Promise<SealedSecret> {
    const text = openOrNothing(way.from, place, sealed);
    if (text === undefined) {
      count.changed += 1;
      return sealed;
    }
    const anew = way.to.seal(place, text);
    await sql`
      update ${sql.table(place.table)} set secret = ${anew.secret}, key_id = ${anew.key_id}
      where id = ${place.id}`.execute(trx);
    count.secrets += 1;
    return anew;
  }

  for (const table of GRANTING_TABLES) {
    for (const row of await lockRows(trx, table)) {
      if (!way.trusts(table, row)) {
        count.changed += 1;
        continue;
      }
      const secret = secretOf(table, row);
      const anew = secret && (await encryptAnew(secret.place, secret.sealed));
      await writeMac(trx, way.to, table, { ...row, ...anew });
      count.rows += 1;
    }
  }
  return count;
}

function openOrNothing(box: SecretBox, place: SecretPlace, sealed: SealedSecret): string | undefined {
  try {
    return box.open(place, sealed);
  } catch (error) {
    if (error instanceof SecretKeyError) return undefined;
    throw error;
  }
}

/** The secret of a row that has one. */
function secretOf(
  table: GrantingTable,
  { id, secret, key_id }: AnyRow,
): { readonly place: SecretPlace; readonly sealed: SealedSecret } | undefined {
  if (table !== "app_user" && table !== "signing_key" && table !== "credential") return undefined;
  if (typeof id !== "string" || !Buffer.isBuffer(secret) || typeof key_id !== "string") return undefined;
  return { place: { table, id }, sealed: { secret, key_id } };
}
