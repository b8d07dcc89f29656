import { createTestDatabase, makeSecretBox, type TestDatabase } from "@hostscan/database/testing";
import { SignJWT } from "jose";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadSigningKeys } from "./signing-key.ts";
import type { SigningKeys } from "./signing-keys.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function sign(keys: SigningKeys): Promise<string> {
  const { id, key } = await keys.signing();
  return new SignJWT({}).setProtectedHeader({ alg: "HS256", kid: id }).sign(key);
}

test("the key is made once, even by several at a time, and opens under no other secret key", async () => {
  const box = makeSecretBox();
  // Nobody can write until all of them have seen that there is no key.
  const { made } = await database.db.transaction().execute(async (trx) => {
    await sql`lock table signing_key in exclusive mode`.execute(trx);
    const loading = [1, 2, 3].map(() => loadSigningKeys(database.db, box));
    await vi.waitUntil(async () => {
      const waiting =
        await sql`select from pg_locks where relation = 'signing_key'::regclass and not granted`.execute(trx);
      return waiting.rows.length === loading.length;
    });
    return { made: Promise.all(loading) };
  });
  const keys = [...(await made), await loadSigningKeys(database.db, box)];
  expect(new Set(await Promise.all(keys.map(sign))).size).toBe(1);
  expect((await keys[0]?.signing())?.key.extractable).toBe(false);
  await expect(loadSigningKeys(database.db, makeSecretBox())).rejects.toThrow("was made with key");
});
