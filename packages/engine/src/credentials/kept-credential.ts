import type { Database, SecretBox } from "@hostscan/database";
import { GRANTING, isIntact, serviceActor, tellRefusedRow } from "@hostscan/database";
import type { Kysely } from "kysely";

/** A credential's row that somebody else than Hostscan has written: it is presented to no host. */
export class ChangedCredentialError extends Error {
  override readonly name = "ChangedCredentialError";

  constructor(id: string) {
    super(`the credential ${id} was changed outside of Hostscan, and is presented to no host.`);
  }
}

/**
 * Reads a credential for a login, as Hostscan wrote it: whose account it is and where it may be presented. Undefined where
 * there is none.
 *
 * @throws {ChangedCredentialError} where somebody else wrote it; that is audited.
 */
export async function readKeptCredential(db: Kysely<Database>, box: SecretBox, id: string) {
  const row = await db
    .selectFrom("credential")
    .select([...GRANTING.credential, "mac", "mac_key_id"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined || (await isIntact(db, box, "credential", row))) return row;
  await tellRefusedRow(db, { table: "credential", id, actor: serviceActor });
  throw new ChangedCredentialError(id);
}
