import { randomBytes, randomUUID, webcrypto } from "node:crypto";
import type { CryptoKey } from "jose";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { followKeys, type KeyAges, type KeyRing, type SigningKeys } from "./signing-keys.ts";

/** A key that signs and checks tokens (HMAC-SHA-256). */
export interface SigningKey {
  /** Named by a token's `kid`. */
  readonly id: string;
  readonly key: CryptoKey;
}

const BYTES = 32;

/** A process that has not heard of a rotation yet signs for a few seconds more, tokens of a quarter of an hour. */
const OVERLAP = sql`interval '1 hour'`;

/** A retired key verifies as long as a token that it signed may be valid. */
export const stillVerifies = sql<boolean>`(
  signing_key.retired_at is null
  or signing_key.retired_at > now() - ${OVERLAP}
  or exists (
    select from access_token
    where signing_key_id = signing_key.id and revoked_at is null and expires_at > now()
  )
)`;

function importKey(id: string, bytes: Buffer): Promise<SigningKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return webcrypto.subtle
    .importKey("raw", bytes, algorithm, false, ["sign", "verify"])
    .then((key) => ({ id, key }));
}

async function readRing(db: Kysely<Database>, box: SecretBox): Promise<KeyRing | undefined> {
  const rows = await db
    .selectFrom("signing_key")
    .select(["id", "secret", "key_id"])
    .where(stillVerifies)
    .orderBy(sql`retired_at desc nulls first`)
    .execute();
  const open = (row: (typeof rows)[number]) =>
    importKey(row.id, Buffer.from(box.open({ table: "signing_key", id: row.id }, row), "base64"));
  const [signing, ...others] = await Promise.all(rows.map(open));
  return signing && [signing, ...others];
}

/** Adds the key that signs from now on; the one before must be retired. */
export async function addSigningKey(db: Kysely<Database>, box: SecretBox): Promise<string> {
  const id = randomUUID();
  const sealed = box.seal({ table: "signing_key", id }, randomBytes(BYTES).toString("base64"));
  await db
    .insertInto("signing_key")
    .values({ id, ...sealed })
    .execute();
  return id;
}

/** Runs `change` while nobody else changes the signing keys. */
export function changeKeys<T>(
  db: Kysely<Database>,
  change: (trx: Kysely<Database>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`lock table signing_key in exclusive mode`.execute(trx);
    return change(trx);
  });
}

async function makeFirst(db: Kysely<Database>, box: SecretBox): Promise<void> {
  await changeKeys(db, async (trx) => {
    const meanwhile = await trx.selectFrom("signing_key").select("id").executeTakeFirst();
    if (meanwhile === undefined) await addSigningKey(trx, box);
  });
}

/**
 * Gives the installation's signing keys, and makes one the first time; processes that start at once get the same one.
 *
 * @throws {SecretKeyError} if one was stored under another secret key.
 */
export async function loadSigningKeys(
  db: Kysely<Database>,
  box: SecretBox,
  ages?: KeyAges,
): Promise<SigningKeys> {
  const read = async () => {
    const ring = await readRing(db, box);
    if (ring) return ring;
    throw new Error("There is no signing key.");
  };
  const found = await readRing(db, box);
  if (!found) await makeFirst(db, box);
  return followKeys(found ?? (await read()), read, ages);
}
