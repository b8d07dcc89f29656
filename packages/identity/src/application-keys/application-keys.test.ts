import { openDatabase } from "@hostscan/database";
import {
  accepted,
  createTestDatabase,
  makeSecretBox,
  rejected,
  type TestDatabase,
  testActor,
} from "@hostscan/database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApplicationKeyStore, createApplicationKeyStore } from "./application-key-store.ts";
import { ApplicationKeyVerifier } from "./application-key-verifier.ts";

let database: TestDatabase;
let keys: ApplicationKeyStore;
let verifier: ApplicationKeyVerifier;
const box = makeSecretBox();
beforeAll(async () => {
  database = await createTestDatabase();
  keys = createApplicationKeyStore(database.db, box, testActor);
  verifier = new ApplicationKeyVerifier(database.db, box);
});
afterAll(() => database.drop());

const create = async (name = "portal") => accepted(await keys.create({ name, expiresInSeconds: 60 }));
const lastUse = async (id: string) => (await keys.list()).find((key) => key.id === id)?.lastUsedAt;

test("a key lets its application in, with the role App, until it expires", async () => {
  const { id, key, expiresAt } = await create();
  expect(verifier.recognises(key)).toBe(true);
  const caller = { subject: id, name: "portal", role: "App", identity: "app:portal" };
  expect(await verifier.verify(key)).toEqual({ ok: true, caller, expiresAt });
  await database.db
    .updateTable("application_key")
    .set({ expires_at: new Date(0) })
    .execute();
  expect(await verifier.verify(key)).toEqual({ ok: false, reason: "expired" });
});

test("a key is listed by its prefix and kept as a digest", async () => {
  const { key, ...listed } = await create("listed");
  expect(key).toMatch(new RegExp(`^hsk_${listed.prefix}_[\\w-]{43}$`));
  expect((await keys.list())[0]).toEqual(listed);
  const rows = await database.db.selectFrom("application_key").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(key);
});

test("a key is revoked by id, by prefix, and all of a name by the name, once", async () => {
  const [one, two, three] = [await create("shared"), await create("shared"), await create("shared")];
  expect(accepted(await keys.revoke(one.id.toUpperCase()))).toMatchObject([{ id: one.id }]);
  expect(accepted(await keys.revoke(two.prefix))).toMatchObject([{ id: two.id }]);
  expect(accepted(await keys.revoke("shared"))).toMatchObject([{ id: three.id }]);
  expect(rejected(await keys.revoke("shared"))).toMatchObject({ kind: "not-found" });
  for (const { key } of [one, two, three]) {
    expect(await verifier.verify(key)).toEqual({ ok: false, reason: "revoked" });
  }
});

test("a key with the prefix of another, or of none, is not known", async () => {
  const { key, prefix } = await create();
  const forged = `hsk_${prefix}_${"A".repeat(43)}`;
  for (const token of [forged, `hsk_000000000000_${"A".repeat(43)}`, key.toLowerCase()]) {
    expect(await verifier.verify(token)).toEqual({ ok: false, reason: "unknown" });
  }
  for (const token of ["", "hsk_", key.slice(0, -1), `${key}A`, ` ${key}`]) {
    expect(verifier.recognises(token)).toBe(false);
  }
});

test("the last use is recorded once a minute, by however many processes", async () => {
  const { id, key } = await create();
  expect(await lastUse(id)).toBeNull();
  await Promise.all([1, 2, 3].map(() => new ApplicationKeyVerifier(database.db, box).verify(key)));
  const first = await lastUse(id);
  expect(first).toBeInstanceOf(Date);
  await verifier.verify(key);
  expect(await lastUse(id)).toEqual(first);
  await sql`update application_key set last_used_at = now() - interval '61 seconds'`.execute(database.db);
  await verifier.verify(key);
  expect(Number(await lastUse(id))).toBeGreaterThanOrEqual(Number(first));
});

test.each([
  [{ name: " x", expiresInSeconds: 60 }, "name must neither"],
  [{ name: "x", expiresInSeconds: 0 }, "expiresInSeconds must be from 1"],
  [{ name: "x", expiresInSeconds: 1e12 }, "expiresInSeconds must be from 1"],
])("%j is refused", async (request, detail) => {
  expect(rejected(await keys.create(request))).toMatchObject({ detail: expect.stringContaining(detail) });
});

test("while the database is out of reach nothing is said of a key", async () => {
  const { key } = await create();
  const { db } = openDatabase({ connectionString: "postgresql://u@127.0.0.1:1/none", onIdleError: () => {} });
  expect(await new ApplicationKeyVerifier(db, box).verify(key)).toEqual({ ok: false, reason: "unavailable" });
  await db.destroy();
});
