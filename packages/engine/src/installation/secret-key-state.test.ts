import { randomBytes, randomUUID } from "node:crypto";
import { SecretKey } from "@hostscan/database";
import { testActor as actor, createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import { makeKey as makeOwnKey } from "@hostscan/identity";
import { sql } from "kysely";
import { pino } from "pino";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { formerSecret } from "../../test/former-secret.ts";
import { accepted } from "../../test/start-engine.ts";
import { openInstallation } from "./open-installation.ts";

const bytes = randomBytes(32);
const secretKey = new SecretKey(bytes);
let database: TestDatabase;
beforeEach(async () => {
  const made = await createTestDatabase();
  database = made;
  onTestFinished(() => made.drop());
});

async function open(key = secretKey) {
  const { connectionString } = database;
  const log = pino({ enabled: false });
  const opened = await openInstallation({ connectionString, secretKey: key, actor, log });
  onTestFinished(() => opened.close());
  return opened;
}

/** Writes an application's key by hand, without a MAC, and gives it. */
async function insertKey(): Promise<string> {
  const { key, prefix, digest } = makeOwnKey();
  await sql`
    insert into application_key (id, name, prefix, digest, expires_at)
    values (gen_random_uuid(), 'by hand', ${prefix}, ${digest}, now() + interval '1 day')`.execute(
    database.db,
  );
  return key;
}

/** A signing key as releases before this one wrote it. */
async function insertFormerSigningKey(): Promise<void> {
  const id = randomUUID();
  const sealed = formerSecret(bytes, { table: "signing_key", id }, randomBytes(32).toString("base64"));
  await sql`
    insert into signing_key (id, secret, key_id) values (${id}, ${sealed.secret}, ${sealed.key_id})`.execute(
    database.db,
  );
}

async function admits(key: string): Promise<boolean> {
  const opened = await open();
  return (await opened.tokenVerifier.verify(key)).ok;
}

const actions = async () => {
  const lines = await database.db.selectFrom("audit").select("action").orderBy("id").execute();
  return lines.map(({ action }) => action);
};

test("rows from before are trusted once, at the first start, which is audited", async () => {
  await insertFormerSigningKey();
  const former = await insertKey();
  expect(await admits(former)).toBe(true);
  expect(await actions()).toEqual(["rows.seal"]);
  expect(await admits(await insertKey())).toBe(false);
  expect(await admits(former)).toBe(true);
  expect(await actions()).toEqual(["rows.seal", "row.refused"]);
});

test("so are credentials from before, whose scope is yet to be decided", async () => {
  await insertFormerSigningKey();
  const id = randomUUID();
  const { secret, key_id } = formerSecret(bytes, { table: "credential", id }, `{"password":"former"}`);
  const row = {
    id,
    name: "lab",
    username: "scan",
    secret,
    key_id,
    scope: ["anywhere"],
    scope_decided: false,
  };
  await database.db.insertInto("credential").values(row).execute();
  const { credentials } = await open();
  expect(await credentials.open(id)).toEqual({ username: "scan", password: "former" });
  expect(await credentials.find("lab")).toMatchObject({ scopeDecided: false });
  accepted(await credentials.changeScope("lab", { scope: ["192.0.2.1"] }));
  expect(await credentials.find("lab")).toMatchObject({ scopeDecided: true });
  expect(await credentials.open(id)).toEqual({ username: "scan", password: "former" });
});

test("a first start in several processes at once seals once", async () => {
  await insertFormerSigningKey();
  const former = await insertKey();
  await Promise.all([open(), open(), open()]);
  expect(await admits(former)).toBe(true);
  expect(await actions()).toEqual(["rows.seal"]);
});

test.each([
  ["the row that says so is removed", []],
  ["all MACs are removed with it", ["application_key", "signing_key", "access_token", "credential"]],
])("nobody brings that about again: %s", async (_, tables) => {
  await insertFormerSigningKey();
  await open();
  for (const table of tables) await sql`update ${sql.table(table)} set mac = null`.execute(database.db);
  await sql`delete from secret_key_state`.execute(database.db);
  expect(await admits(await insertKey())).toBe(false);
  expect((await actions()).filter((action) => action === "rows.seal")).toHaveLength(1);
  expect(await actions()).toContain("row.refused");
});

test("in an empty database, or one whose secrets are removed, nothing is trusted", async () => {
  expect(await admits(await insertKey())).toBe(false);
  await sql`delete from signing_key`.execute(database.db);
  await sql`delete from secret_key_state`.execute(database.db);
  expect(await admits(await insertKey())).toBe(false);
  expect(await actions()).not.toContain("rows.seal");
});

test("nor where the signing key of the former form is another installation's", async () => {
  const id = randomUUID();
  const foreign = formerSecret(randomBytes(32), { table: "signing_key", id }, "secret");
  await sql`
    insert into signing_key (id, secret, key_id)
    values (${id}, ${foreign.secret}, ${secretKey.id})`.execute(database.db);
  await expect(open()).resolves.toBeDefined();
  expect(await actions()).not.toContain("rows.seal");
});

test("any key fits an empty database, and then only the one that was used", async () => {
  const { credentials } = await open();
  accepted(await credentials.add({ scope: ["anywhere"], name: "lab", username: "scan", password: "secret" }));
  const other = new SecretKey(randomBytes(32));
  const complaint = `were made with secret key ${secretKey.id}, and this is ${other.id}: bring back the former key`;
  await expect(open(other)).rejects.toThrow(complaint);
  await sql`delete from secret_key_state`.execute(database.db);
  await expect(open(other)).rejects.toThrow(complaint);
  await open();
});
