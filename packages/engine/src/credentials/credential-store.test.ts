import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createTestDatabase, makeSecretBox, type TestDatabase, testActor } from "@hostscan/database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CredentialStore, createCredentialStore } from "./credential-store.ts";

const PASSWORD = "correct horse";
const ANYWHERE = { scope: ["anywhere"] };
const privateKey = generateKeyPairSync("ed25519")
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const protectedKey = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" })
  .toString();

let database: TestDatabase;
let credentials: CredentialStore;
beforeAll(async () => {
  database = await createTestDatabase();
  credentials = createCredentialStore(database.db, makeSecretBox(), testActor);
});
afterAll(() => database.drop());

async function add(name: string, password = PASSWORD) {
  const added = await credentials.add({ name, username: "svc", ...ANYWHERE, password });
  if (!added.ok) expect.unreachable(added.rejection.detail);
  return added.value;
}

test.each([
  ["a password", { password: PASSWORD }],
  ["a key", { privateKey }],
  ["a way to become the super user", { privateKey, elevate: { method: "su", password: PASSWORD } as const }],
  [
    "a protected key and a password",
    { privateKey: protectedKey, passphrase: "open sesame", password: PASSWORD },
  ],
])("%s goes in, and comes out for a scan only", async (what, secrets) => {
  const added = await credentials.add({ name: what, username: "svc", ...ANYWHERE, ...secrets });
  if (!added.ok) expect.unreachable(added.rejection.detail);
  const { id, createdAt } = added.value;
  const shown = {
    ...{ id, name: what, username: "svc", createdAt, pausedAt: null, pausedBy: null },
    ...{ scope: ["anywhere"], scopeDecided: true, callers: null },
  };
  expect(added.value).toEqual(shown);
  expect(createdAt).toBeInstanceOf(Date);
  expect(await credentials.find(what)).toEqual(shown);
  expect(await credentials.find(id.toUpperCase())).toEqual(shown);
  expect(await credentials.open(id)).toEqual({ username: "svc", ...secrets });
});

test("they are listed by name, without secrets", async () => {
  await add("zebra");
  await add("aardvark");
  const names = (await credentials.list()).map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  expect(names).toContain("zebra");
  expect(Object.keys((await credentials.list())[0] ?? {})).toEqual([
    "id",
    "name",
    "username",
    "createdAt",
    "pausedAt",
    "scope",
    "scopeDecided",
    "callers",
    "pausedBy",
  ]);
});

test("a name in use is refused, and the credential that has it stays", async () => {
  const { id } = await add("taken", "first");
  const again = await credentials.add({ name: "taken", username: "other", ...ANYWHERE, password: "second" });
  expect(again).toMatchObject({ ok: false, rejection: { kind: "conflict" } });
  expect(await credentials.open(id)).toEqual({ username: "svc", password: "first" });
});

test.each([
  ["a name that is none", { name: "", password: PASSWORD }, "The name must neither be empty"],
  ["no secret", { name: "none" }, "neither a password nor a private key"],
  ["what is no key", { name: "none", privateKey: PASSWORD }, "is no OpenSSH or PEM private key"],
  ["a wrong passphrase", { name: "none", privateKey: protectedKey, passphrase: PASSWORD }, "does not open"],
])("%s is refused, in words that hold no secret", async (_, given, detail) => {
  const refused = await credentials.add({ username: "svc", ...ANYWHERE, ...given });
  expect(refused).toMatchObject({
    ok: false,
    rejection: { kind: "invalid", detail: expect.stringContaining(detail) },
  });
  expect(JSON.stringify(refused)).not.toContain(PASSWORD);
  expect(await credentials.find("none")).toBeUndefined();
});

test("one is removed unless hosts use it", async () => {
  const { id } = await add("removable");
  await sql`
    insert into host (id, identity, ssh_port, platform, trust_action, accept_first_discovery, credential_id)
    values (${randomUUID()}, 'h:22', 22, 'Linux', 2, false, ${id})`.execute(database.db);
  expect(await credentials.remove("removable")).toMatchObject({ ok: false, rejection: { kind: "conflict" } });
  await database.db.deleteFrom("host").execute();
  expect(await credentials.remove(id)).toMatchObject({ ok: true, value: { name: "removable" } });
  expect(await credentials.remove(id)).toMatchObject({ ok: false, rejection: { kind: "not-found" } });
});

test("a removal or an addition that fails otherwise is an error", async () => {
  const lost = await createTestDatabase();
  await sql`drop table credential cascade`.execute(lost.db);
  await expect(
    createCredentialStore(lost.db, makeSecretBox(), testActor).remove("any"),
  ).rejects.toMatchObject({
    code: "42P01",
  });
  const all = createCredentialStore(lost.db, makeSecretBox(), testActor);
  await expect(
    all.addAll([{ name: "any", username: "svc", ...ANYWHERE, password: PASSWORD }]),
  ).rejects.toMatchObject({ code: "42P01" });
  await lost.drop();
});

test("one that was changed in the database, or swapped for another, does not open", async () => {
  const [one, two] = [await add("one"), await add("two")];
  await sql`update credential set secret = (select secret from credential where id = ${two.id}) where id = ${one.id}`.execute(
    database.db,
  );
  await expect(credentials.open(one.id)).rejects.toThrow("was changed outside of Hostscan");
  await expect(credentials.open(randomUUID())).rejects.toThrow("There is no credential");
});

test("nothing secret lies in the table as plain text", async () => {
  await credentials.add({ name: "plain?", username: "svc", ...ANYWHERE, password: PASSWORD, privateKey });
  const { rows } = await sql<{
    dump: string;
  }>`select string_agg(encode(secret, 'escape'), '') as dump from credential`.execute(database.db);
  expect(rows[0]?.dump).not.toMatch(/correct|PRIVATE/);
});

test("text that would be kept as something else is refused, and nothing of it is", async () => {
  const stated = { name: "odd", username: "svc", ...ANYWHERE, password: PASSWORD };
  const refused = (path: string) => ({ ok: false, rejection: { errors: [{ path }] } });
  expect(await credentials.add({ ...stated, username: "svc\0" })).toMatchObject(refused("username"));
  expect(await credentials.add({ ...stated, password: "p\ud800" })).toMatchObject(refused("password"));
  const { id } = await add("odd");
  expect(await credentials.changeSecrets("odd", { password: "p\0" })).toMatchObject(refused("password"));
  expect(await credentials.open(id)).toMatchObject({ password: PASSWORD });
});
