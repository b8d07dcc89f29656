import { randomBytes, randomUUID, webcrypto } from "node:crypto";
import type { Database, SecretBox } from "@hostscan/database";
import { GRANTING, isIntact, SecretKeyError, tellRefusedRow, vouchFor } from "@hostscan/database";
import type { CryptoKey } from "jose";
import { type Kysely, sql, type Transaction } from "kysely";
import { followKeys, type KeyAges, type KeyRing, type SigningKeys } from "./signing-keys.ts";

/** A key that signs and checks tokens (HMAC-SHA-256). */
export interface SigningKey {
  /** Named by a token's `kid`. */
  readonly id: string;
  readonly key: CryptoKey;
}

const BYTES = 32;

/** Nobody in particular comes with a signing key. */
const ITSELF = { kind: "command", name: "hostscan-server" } as const;

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

/** The keys that verify; undefined where none of them signs. */
async function readRing(db: Kysely<Database>, box: SecretBox): Promise<KeyRing | undefined> {
  const rows = await db
    .selectFrom("signing_key")
    .select([...GRANTING.signing_key, "mac", "mac_key_id"])
    .where(stillVerifies)
    .orderBy(sql`retired_at desc nulls first`)
    .execute();
  const intact: typeof rows = [];
  for (const row of rows) {
    if (await isIntact(db, box, "signing_key", row)) intact.push(row);
    else await tellRefusedRow(db, { table: "signing_key", id: row.id, actor: ITSELF });
  }
  const open = (row: (typeof rows)[number]) =>
    importKey(row.id, Buffer.from(box.open({ table: "signing_key", id: row.id }, row), "base64"));
  if (intact[0]?.retired_at !== null) return undefined;
  const [signing, ...others] = await Promise.all(intact.map(open));
  return signing && [signing, ...others];
}

/** Adds the key that signs from now on; the one before must be retired. */
export async function addSigningKey(trx: Transaction<Database>, box: SecretBox): Promise<string> {
  const id = randomUUID();
  const sealed = box.seal({ table: "signing_key", id }, randomBytes(BYTES).toString("base64"));
  await trx
    .insertInto("signing_key")
    .values({ id, ...sealed })
    .execute();
  await vouchFor(trx, box, "signing_key", id);
  return id;
}

/** Runs `change` while nobody else changes the signing keys. */
export function changeKeys<T>(
  db: Kysely<Database>,
  change: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`lock table signing_key in exclusive mode`.execute(trx);
    return change(trx);
  });
}

/**
 * Makes a key that signs where there is none: the first time, and where somebody else has changed the row of the one
 * that did. That one is retired, and never verifies.
 */
async function makeSigning(db: Kysely<Database>, box: SecretBox): Promise<void> {
  await changeKeys(db, async (trx) => {
    const meanwhile = await trx
      .selectFrom("signing_key")
      .select([...GRANTING.signing_key, "mac", "mac_key_id"])
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (meanwhile !== undefined) {
      if (await isIntact(trx, box, "signing_key", meanwhile)) return;
      // Of another secret key it is not changed, but none of ours.
      if (meanwhile.key_id !== box.keyId) box.open({ table: "signing_key", id: meanwhile.id }, meanwhile);
      await trx
        .updateTable("signing_key")
        .set({ retired_at: sql`now()` })
        .where("id", "=", meanwhile.id)
        .execute();
    }
    await addSigningKey(trx, box);
  });
}

/** Stands for the keys where there is no secret key that opens them: whoever asks for one is told so. */
export function unopenedKeys(box: SecretBox): SigningKeys {
  const refuse = async (): Promise<never> => {
    throw new SecretKeyError("This needs the signing keys, and was begun without the secret key.");
  };
  return { box, signing: refuse, find: refuse };
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
    const found = await readRing(db, box);
    if (found) return found;
    await makeSigning(db, box);
    const made = await readRing(db, box);
    if (made) return made;
    throw new Error("There is no signing key.");
  };
  return { ...followKeys(await read(), read, ages), box };
}
