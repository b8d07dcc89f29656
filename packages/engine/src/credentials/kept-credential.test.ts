import { randomBytes } from "node:crypto";
import { rotateSecretKey, SecretBox, SecretKey } from "@hostscan/database";
import { createTestDatabase, type TestDatabase, testActor } from "@hostscan/database/testing";
import { sql } from "kysely";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { accepted, rejected } from "../../test/start-engine.ts";
import { type CredentialStore, createCredentialStore } from "./credential-store.ts";

let database: TestDatabase;
let box: SecretBox;
let credentials: CredentialStore;
let id: string;
beforeEach(async () => {
  database = await createTestDatabase();
  onTestFinished(() => database.drop());
  box = new SecretBox(new SecretKey(randomBytes(32)));
  credentials = createCredentialStore(database.db, box, testActor);
  ({ id } = await add("lab"));
});

const account = { username: "svc", password: "first", scope: ["192.0.2.0/24"], callers: ["app:portal"] };

async function add(name: string) {
  return accepted(await credentials.add({ name, ...account }));
}

/** What somebody does who can write to the database, and has no secret key. */
const tamper = (change: string) =>
  sql.raw(`update credential set ${change} where name = 'lab'`).execute(database.db);

const refusals = async () => {
  const lines = await database.db
    .selectFrom("audit")
    .selectAll()
    .where("action", "=", "row.refused")
    .execute();
  return lines.map((line) => `${line.actor_kind} ${line.object_kind} ${line.object_id}`);
};

const CHANGED = "was changed outside of Hostscan";

test.each([
  "scope = '{anywhere}'",
  "scope = '{{192.0.2.0/24}}'",
  "scope = scope || '{198.51.100.1}'",
  "scope_decided = false",
  "callers = null",
  "callers = '{user:mallory}'",
  "username = 'root'",
  "secret_version = secret_version + 1",
  "secret = (select secret from credential where name = 'other')",
  "mac = (select mac from credential where name = 'other')",
  "mac = null, mac_key_id = null",
  "mac_key_id = 'ffffffffffffffff'",
])("one that somebody else has changed is opened for nobody, and audited once: %s", async (change) => {
  await add("other");
  await tamper(change);
  for (const read of [credentials.open, credentials.scopeOf, credentials.open]) {
    await expect(read(id)).rejects.toThrow(CHANGED);
  }
  expect(await refusals()).toEqual([`worker credential ${id}`]);
  expect(rejected(await credentials.changeScope("lab", { scope: ["192.0.2.1"] })).detail).toContain(CHANGED);
  expect(rejected(await credentials.changeSecrets("lab", { password: "second" })).detail).toContain(CHANGED);
  accepted(await credentials.remove("lab"));
});

test("a name that another bore is not taken over with its secret", async () => {
  await tamper("name = 'trusted'");
  await expect(credentials.open(id)).rejects.toThrow(CHANGED);
});

test("one that Hostscan changes stays good, whatever its logins come to", async () => {
  accepted(await credentials.changeScope("lab", { scope: ["192.0.2.1"] }));
  accepted(await credentials.changeSecrets("lab", { password: "second" }));
  await tamper("proven = true, denials = 2, paused_at = now()");
  accepted(await credentials.resume("lab"));
  expect(await credentials.open(id)).toEqual({ username: "svc", password: "second" });
  expect((await credentials.scopeOf(id))?.texts).toEqual(["192.0.2.1"]);
  expect(await refusals()).toEqual([]);
});

test("a rotation of the secret key vouches for those that Hostscan wrote, and for no other", async () => {
  const { id: other } = await add("other");
  await tamper("scope = '{anywhere}'");
  await database.db.insertInto("secret_key_state").values({ key_id: box.keyId }).execute();
  const next = new SecretKey(randomBytes(32));
  await rotateSecretKey(database.db, { box, next, actor: testActor });
  const rotated = createCredentialStore(database.db, new SecretBox(next), testActor);
  expect(await rotated.open(other)).toEqual({ username: "svc", password: "first" });
  await expect(rotated.open(id)).rejects.toThrow(CHANGED);
  await tamper("scope = '{192.0.2.0/24}'");
  await expect(rotated.open(id)).rejects.toThrow(CHANGED);
});
