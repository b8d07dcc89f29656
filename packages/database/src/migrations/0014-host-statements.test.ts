import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateToLatest } from "../migrate.ts";
import { createEmptyDatabase, type TestDatabase } from "../testing/index.ts";
import { migrations } from "./index.ts";

const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0014"));

let database: TestDatabase;
beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(() => database.drop());

test("of hosts of before, those of Admins and of nobody were stated by an Admin", async () => {
  const { db } = database;
  await migrateToLatest(db, before);
  for (const [login, role] of [
    ["alice", "Admin"],
    ["bob", "App"],
  ])
    await sql`
      insert into app_user (id, login, display_name, role, password_hash, secret, key_id)
      values (${randomUUID()}, ${login}, ${login}, ${role}, '', '', '')`.execute(db);
  for (const [name, role] of [
    ["ops", "Admin"],
    ["both", "Admin"],
    ["both", "App"],
  ])
    await sql`
      insert into access_token (id, name, role, expires_at) values (${randomUUID()}, ${name}, ${role}, now())`.execute(
      db,
    );
  const owners = ["app:portal", "user:alice", "user:bob", "token:ops", "token:both", "user:gone", null];
  for (const owner of owners)
    await sql`
      insert into host (id, identity, ssh_port, owner) values (${randomUUID()}, ${owner ?? "nobody"}, 22, ${owner})`.execute(
      db,
    );
  await migrateToLatest(db);
  const { rows } = await sql<{ identity: string }>`
    select identity from host where stated_by_admin order by identity collate "C"`.execute(db);
  expect(rows.map(({ identity }) => identity)).toEqual(["nobody", "token:ops", "user:alice"]);
});
