import { type Kysely, sql, type Transaction } from "kysely";
import type { Actor } from "../audit/actor.ts";
import { audit } from "../audit/audit.ts";
import type { Database } from "../tables.ts";
import { currentKeyId, GRANTING_TABLES, lockRows } from "./granting-rows.ts";
import { rewriteSecrets } from "./rewrite-secrets.ts";
import { isFromBeforeMacs, SecretBox } from "./secret-box.ts";
import { type SecretKey, SecretKeyError } from "./secret-key.ts";

/** What opening a database's secrets takes. */
export interface SecretsSetting {
  readonly secretKey: SecretKey;
  /** Finds another key than `secretKey` by its id: one that a rotation made, and was interrupted before it took its place. */
  readonly findSecretKey?: ((id: string) => Promise<SecretKey | undefined>) | undefined;
  readonly actor: Actor;
}

/**
 * Gives the box that opens the database's secrets and knows the rows that Hostscan wrote.
 *
 * Rows of a database from before rows had MACs are trusted once: at the first start, which is audited. That nobody brings
 * this about again by removing the row that says so, three things see to: secrets are encrypted anew then, in a form that
 * was not there before; where one of that form is, or any MAC, nothing is trusted; and where no signing key of the former
 * form opens, neither: it cannot be made without the secret key.
 *
 * @throws {SecretKeyError} where the key is another than the database's.
 */
export async function openSecrets(db: Kysely<Database>, setting: SecretsSetting): Promise<SecretBox> {
  const keyId = await currentKeyId(db);
  if (keyId !== undefined) return new SecretBox(await keyOf(keyId, setting));
  return db.transaction().execute(async (trx) => {
    await sql`lock table secret_key_state in exclusive mode`.execute(trx);
    const meanwhile = await currentKeyId(trx);
    if (meanwhile !== undefined) return new SecretBox(await keyOf(meanwhile, setting));
    return begin(trx, setting);
  });
}

async function keyOf(id: string, { secretKey, findSecretKey }: SecretsSetting): Promise<SecretKey> {
  if (id === secretKey.id) return secretKey;
  const found = await findSecretKey?.(id);
  if (found !== undefined) return found;
  throw new SecretKeyError(
    `The database's secrets were made with secret key ${id}, and this is ${secretKey.id}: bring back the former key, or, where it was rotated, set the new one.`,
  );
}

/** Writes down which key the database is under; what is in it already is trusted where it is from before rows had MACs. */
async function begin(trx: Transaction<Database>, setting: SecretsSetting): Promise<SecretBox> {
  const secrets = await trx
    .selectFrom("signing_key")
    .select(["id", "secret", "key_id"])
    .unionAll(trx.selectFrom("credential").select(["id", "secret", "key_id"]))
    .unionAll(trx.selectFrom("app_user").select(["id", "secret", "key_id"]))
    .execute();
  const other = secrets.find(({ key_id }) => key_id !== setting.secretKey.id);
  if (other !== undefined) await keyOf(other.key_id, { ...setting, findSecretKey: undefined });
  const box = new SecretBox(setting.secretKey);
  await trx.insertInto("secret_key_state").values({ key_id: box.keyId }).execute();
  const { actor } = setting;
  const object = { kind: "secret-key", id: box.keyId } as const;
  if (secrets.every(isFromBeforeMacs) && (await isFromBefore(trx, box))) {
    const details = { ...(await rewriteSecrets(trx, { from: box, to: box, trusts: () => true })) };
    await audit(trx, { actor, action: "rows.seal", object, details });
  } else if (await hasRows(trx)) {
    await audit(trx, { actor, action: "row.refused", object, details: { table: "secret_key_state" } });
  }
  return box;
}

async function isFromBefore(trx: Transaction<Database>, box: SecretBox): Promise<boolean> {
  for (const table of GRANTING_TABLES) {
    const rows = await lockRows(trx, table);
    if (rows.some(({ mac }) => mac !== null)) return false;
  }
  const keys = await trx.selectFrom("signing_key").select(["id", "secret", "key_id"]).execute();
  return keys.some((row) => {
    try {
      return box.open({ table: "signing_key", id: row.id }, row) !== "";
    } catch {
      return false;
    }
  });
}

async function hasRows(trx: Transaction<Database>): Promise<boolean> {
  for (const table of GRANTING_TABLES) if ((await lockRows(trx, table)).length > 0) return true;
  return false;
}
