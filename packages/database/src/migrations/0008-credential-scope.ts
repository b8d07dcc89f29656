import { type Kysely, sql } from "kysely";

/**
 * Where a credential may be presented, and which callers may name it (all of them where null). Those that are there
 * already keep working everywhere, until somebody has decided.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table credential
      add column scope text[] not null default '{anywhere}' check (cardinality(scope) > 0),
      add column scope_decided boolean not null default false,
      add column callers text[] check (cardinality(callers) > 0)`.execute(db);
  await sql`
    alter table credential
      alter column scope drop default,
      alter column scope_decided drop default`.execute(db);
}
