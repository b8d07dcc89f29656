import { type Kysely, sql } from "kysely";

/** Logins are counted by who vouches for their hosts. What refused so far and was known by its key counts as before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table login_refusal rename column caller to party`.execute(db);
  await sql`update login_refusal set party = '*' where pinned`.execute(db);
  await sql`alter table login_permit add column party text not null default '*'`.execute(db);
  await sql`
    create table login_party (
      credential_id uuid not null references credential on delete cascade,
      party text not null,
      proven boolean not null default false,
      logins_from timestamptz,
      primary key (credential_id, party)
    )`.execute(db);
}
