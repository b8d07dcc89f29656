import { sql } from "kysely";
import { expect, test } from "vitest";
import { migrateToLatest } from "../migrate.ts";
import { createEmptyDatabase } from "../testing/index.ts";
import { migrations } from "./index.ts";

test("credentials of before are for anywhere and everybody, and nobody has decided so", async () => {
  const { db, drop } = await createEmptyDatabase();
  try {
    const before = Object.entries(migrations).filter(([name]) => name < "0008");
    await migrateToLatest(db, Object.fromEntries(before));
    await sql`
      insert into credential (id, name, username, secret, key_id)
      values (gen_random_uuid(), 'old', 'svc', '', 'key')`.execute(db);
    await migrateToLatest(db);
    const rows = await db.selectFrom("credential").select(["scope", "scope_decided", "callers"]).execute();
    expect(rows).toEqual([{ scope: ["anywhere"], scope_decided: false, callers: null }]);
    const unscoped = sql`
      insert into credential (id, name, username, secret, key_id)
      values (gen_random_uuid(), 'new', 'svc', '', 'key')`.execute(db);
    await expect(unscoped).rejects.toThrow(/scope/);
  } finally {
    await drop();
  }
});
