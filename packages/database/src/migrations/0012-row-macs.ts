import { type Kysely, sql } from "kysely";

/** Rows that grant access carry a MAC, and the installation has a row that tells which secret key they are under. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ["app_user", "recovery_code", "application_key", "access_token", "signing_key"]) {
    await sql`alter table ${sql.table(table)} add column mac bytea, add column mac_key_id text`.execute(db);
  }
  // Made by the first start, which gives the rows there were before their MACs.
  await sql`
    create table secret_key_state (
      one boolean primary key default true check (one),
      key_id text not null,
      sealed_at timestamptz not null default now()
    )`.execute(db);
}
