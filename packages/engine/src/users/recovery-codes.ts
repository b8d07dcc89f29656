import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database } from "../database/tables.ts";

const COUNT = 10;
/** Without I, L, O and U, which are misread (Crockford's base32). */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 16 letters of 5 bits: nobody guesses 80 bits, so that a plain digest is as good as a slow one. */
const LENGTH = 16;

function makeCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => LETTERS.charAt(byte % LETTERS.length));
  return letters.join("").replaceAll(/.{4}(?=.)/g, "$&-");
}

function digestOf(code: string): Buffer {
  return createHash("sha256")
    .update(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ""))
    .digest();
}

/** Gives a user new recovery codes in place of those of before; only their digests are kept. */
export async function replaceRecoveryCodes(trx: Kysely<Database>, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, makeCode);
  await trx.deleteFrom("recovery_code").where("user_id", "=", userId).execute();
  await trx
    .insertInto("recovery_code")
    .values(codes.map((code) => ({ user_id: userId, digest: digestOf(code) })))
    .execute();
  return codes;
}

/** Uses up a recovery code; false where the user has no such code, or has used it. */
export async function useRecoveryCode(db: Kysely<Database>, userId: string, code: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("recovery_code")
    .where("user_id", "=", userId)
    .where("digest", "=", digestOf(code))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
