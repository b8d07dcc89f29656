import type { Database } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import type { SignedClaims } from "../tokens/read-token.ts";

/** Codes that may be tried with one token of the first step. Then the password is asked for again. */
const MOST_TRIES = 5;

/**
 * Counts a try with a token of the first step, before it is made. False where the token has been used, or has been tried
 * too often.
 */
export async function takeTry(
  db: Kysely<Database>,
  { jti, exp }: Pick<SignedClaims, "jti" | "exp">,
): Promise<boolean> {
  const { rows } = await sql`
    insert into first_step (id, tries, expires_at) values (${jti}, 1, to_timestamp(${exp}))
    on conflict (id) do update set tries = first_step.tries + 1
    where not first_step.used and first_step.tries < ${MOST_TRIES}
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Uses a token up; false where another step, which this one waits for, has done so. */
export async function useUp(
  trx: Transaction<Database>,
  { jti }: Pick<SignedClaims, "jti">,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update first_step set used = true where id = ${jti} and not used`.execute(trx);
  return numAffectedRows === 1n;
}
