import { randomBytes, randomUUID, webcrypto } from "node:crypto";
import type { CryptoKey } from "jose";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";
import type { SecretBox } from "../secrets/secret-box.ts";

/** The key that signs and checks access tokens (HMAC-SHA-256). */
export interface SigningKey {
  /** Named by a token's `kid`. */
  readonly id: string;
  readonly key: CryptoKey;
}

const BYTES = 32;

function importKey(id: string, bytes: Buffer): Promise<SigningKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return webcrypto.subtle
    .importKey("raw", bytes, algorithm, false, ["sign", "verify"])
    .then((key) => ({ id, key }));
}

async function find(db: Kysely<Database>, box: SecretBox): Promise<SigningKey | undefined> {
  const row = await db.selectFrom("signing_key").selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  return importKey(row.id, Buffer.from(box.open({ table: "signing_key", id: row.id }, row), "base64"));
}

/**
 * Gives the installation's signing key, and makes it the first time; processes that start at once get the same one.
 *
 * @throws {SecretKeyError} if it was stored under another secret key.
 */
export async function loadSigningKey(db: Kysely<Database>, box: SecretBox): Promise<SigningKey> {
  const found = await find(db, box);
  if (found) return found;
  return db.transaction().execute(async (trx) => {
    await sql`lock table signing_key in exclusive mode`.execute(trx);
    const meanwhile = await find(trx, box);
    if (meanwhile) return meanwhile;
    const [id, bytes] = [randomUUID(), randomBytes(BYTES)];
    const sealed = box.seal({ table: "signing_key", id }, bytes.toString("base64"));
    await trx
      .insertInto("signing_key")
      .values({ id, ...sealed })
      .execute();
    return importKey(id, bytes);
  });
}
