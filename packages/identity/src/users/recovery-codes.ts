import { createHash, randomBytes } from "node:crypto";
import type { Database, SecretBox } from "@hostscan/database";
import { auditRefusedRow, GRANTING, isIntact, vouchFor } from "@hostscan/database";
import type { Transaction } from "kysely";

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
export async function replaceRecoveryCodes(
  trx: Transaction<Database>,
  box: SecretBox,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, makeCode);
  await trx.deleteFrom("recovery_code").where("user_id", "=", userId).execute();
  await trx
    .insertInto("recovery_code")
    .values(codes.map((code) => ({ user_id: userId, digest: digestOf(code) })))
    .execute();
  await vouchFor(trx, box, "recovery_code", userId);
  return codes;
}

/** Uses up a recovery code; false where the user has no such code, or has used it, or somebody else wrote it. */
export async function useRecoveryCode(
  { trx, box }: { readonly trx: Transaction<Database>; readonly box: SecretBox },
  { id, login }: { readonly id: string; readonly login: string },
  code: string,
): Promise<boolean> {
  const used = await trx
    .deleteFrom("recovery_code")
    .where("user_id", "=", id)
    .where("digest", "=", digestOf(code))
    .returning([...GRANTING.recovery_code, "mac", "mac_key_id"])
    .executeTakeFirst();
  if (used === undefined) return false;
  if (await isIntact(trx, box, "recovery_code", used)) return true;
  await auditRefusedRow(trx, { table: "recovery_code", id, actor: { kind: "user", name: login, id } });
  return false;
}
