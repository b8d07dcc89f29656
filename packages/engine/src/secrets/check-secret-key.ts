import type { Kysely } from "kysely";
import type { Database } from "../database/tables.ts";
import { type SecretKey, SecretKeyError } from "./secret-key.ts";

/**
 * Checks at start that the key is the one the database's secrets were made with. Once tokens can be issued there is
 * always one, the signing key.
 *
 * @throws {SecretKeyError} if it is another.
 */
export async function checkSecretKey(db: Kysely<Database>, key: SecretKey): Promise<void> {
  const made = await db
    .selectFrom("signing_key")
    .select("key_id")
    .union(db.selectFrom("credential").select("key_id"))
    .union(db.selectFrom("app_user").select("key_id"))
    .execute();
  const other = made.find((row) => row.key_id !== key.id);
  if (other === undefined) return;
  throw new SecretKeyError(
    `The database's secrets were made with secret key ${other.key_id}, and this is ${key.id}: bring back the former key.`,
  );
}
