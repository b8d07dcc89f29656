import { type Kysely, sql } from "kysely";

/** Users who signed in are actors of the audit log, and so is whoever tries to, who is known by the address alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table audit
      drop constraint audit_actor_kind_check,
      add constraint audit_actor_kind_check
        check (actor_kind in ('user', 'token', 'address', 'command', 'worker'))`.execute(db);
}
