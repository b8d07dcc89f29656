import { type Kysely, sql } from "kysely";

/** A host may be known by the name that it proves by Kerberos, and needs no key then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ["trust_record", "seen_key"])
    await sql`
      alter table ${sql.table(table)} drop constraint ${sql.ref(`${table}_protocol_check`)},
        add constraint ${sql.ref(`${table}_protocol_check`)} check (protocol in ('ssh', 'winrm', 'rdp', 'kerberos'))`.execute(
      db,
    );
  await sql`
    alter table trust_record drop constraint trust_record_accepted_how_check,
      add constraint trust_record_accepted_how_check
        check (accepted_how in ('request', 'first discovery', 'command', 'proof'))`.execute(db);
}
