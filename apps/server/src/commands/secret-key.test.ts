import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { commandsOn, makeTestInstallation } from "../../test/installation-env.ts";

/** A command that needs the secret key. */
const KEYED = ["token", "issue", "--name", "probe"];

const newKey = () => randomBytes(32).toString("base64");

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-secret-key-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** An installation with one credential and one application's key, whose secret key is in a file. */
async function withKeyFile() {
  const installation = await makeTestInstallation();
  onTestFinished(() => installation.drop());
  const file = join(await scratch(), "key");
  await writeFile(file, `${installation.env["HOSTSCAN_SECRET_KEY"]}\n`, { mode: 0o600 });
  const { HOSTSCAN_SECRET_KEY: value = "", ...others } = installation.env;
  const env = { ...others, HOSTSCAN_SECRET_KEY_FILE: file };
  const { run } = commandsOn(env);
  expect(await run(["key", "create", "--name", "portal"])).toMatchObject({ code: 0 });
  return { db: installation.db, file, value, env, run };
}

const keyIds = async (db: Awaited<ReturnType<typeof withKeyFile>>["db"]) => {
  const state = await db.selectFrom("secret_key_state").select("key_id").executeTakeFirstOrThrow();
  const signing = await db.selectFrom("signing_key").select(["key_id", "mac_key_id"]).execute();
  const keys = await db.selectFrom("application_key").select("mac_key_id").execute();
  return new Set([
    state.key_id,
    ...signing.flatMap(({ key_id, mac_key_id }) => [key_id, mac_key_id]),
    ...keys.map(({ mac_key_id }) => mac_key_id),
  ]);
};

test("a key in a file is replaced by a new one, and the former is kept beside it", async () => {
  const { db, file, value, run } = await withKeyFile();
  const [former] = await keyIds(db);
  const { code, out } = await run(["secret-key", "rotate"]);
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining(`${file}.former-${former}`) });
  expect(await readFile(`${file}.former-${former}`, "utf8")).toBe(`${value}\n`);
  expect(await readFile(file, "utf8")).not.toContain(value);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(join(file, ".."))).toSorted()).toEqual(["key", `key.former-${former}`]);
  const [id, ...others] = await keyIds(db);
  expect(others).toEqual([]);
  expect(id).not.toBe(former);
  expect(out).toContain(String(id));
  expect(out).not.toContain((await readFile(file, "utf8")).trim());
  expect(await run(KEYED)).toMatchObject({ code: 0 });
  const audited = await run(["audit", "--action", "secret-key.rotate", "--json"]);
  expect(JSON.parse(audited.out)).toMatchObject({ objectId: id, details: { former } });
});

test("a rotation that was interrupted before the new key took its place is completed by the next command", async () => {
  const { db, file, value, run } = await withKeyFile();
  await run(["secret-key", "rotate"]);
  const [id] = await keyIds(db);
  // As a crash between the two leaves it.
  await writeFile(`${file}.next-${id}`, await readFile(file), { mode: 0o600 });
  await writeFile(file, `${value}\n`);
  expect(await run(KEYED)).toMatchObject({ code: 0 });
  expect(await readFile(file, "utf8")).not.toContain(value);
  expect(await readdir(join(file, ".."))).not.toContain(`key.next-${id}`);
});

test("a new key that nothing is under yet changes nothing", async () => {
  const { file, value, run } = await withKeyFile();
  await writeFile(`${file}.next-0123456789abcdef`, newKey(), { mode: 0o600 });
  expect(await run(KEYED)).toMatchObject({ code: 0 });
  expect(await readFile(file, "utf8")).toBe(`${value}\n`);
});

test("nobody who writes to the database brings a former key back", async () => {
  const { db, file, run } = await withKeyFile();
  const [former] = await keyIds(db);
  await run(["secret-key", "rotate"]);
  for (const key_id of [String(former), `../key.former-${former}`]) {
    await db.updateTable("secret_key_state").set({ key_id }).execute();
    const { code, err } = await run(KEYED);
    expect(code).toBe(78);
    expect(err).toContain("bring back the former key");
  }
  expect(await readdir(join(file, ".."))).toContain(`key.former-${former}`);
});

test("a key in the environment cannot be changed from here: the new one goes to a file, and what to do is told", async () => {
  const installation = await makeTestInstallation();
  onTestFinished(() => installation.drop());
  await installation.run(["key", "create", "--name", "portal"]);
  const refused = await installation.run(["secret-key", "rotate"]);
  expect(refused).toMatchObject({ code: 78, err: expect.stringContaining("--new-key-file") });

  const file = join(await scratch(), "new");
  const { code, out } = await installation.run(["secret-key", "rotate", "--new-key-file", file]);
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining("set HOSTSCAN_SECRET_KEY to it"),
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await installation.run(KEYED)).toMatchObject({ code: 78 });
  const key = (await readFile(file, "utf8")).trim();
  const { run } = commandsOn({ ...installation.env, HOSTSCAN_SECRET_KEY: key });
  expect(await run(KEYED)).toMatchObject({ code: 0 });
});

test("a key of one's own is taken from its file, but not the one in use", async () => {
  const { db, file, run } = await withKeyFile();
  const own = join(await scratch(), "own");
  await writeFile(own, newKey(), { mode: 0o600 });
  expect(await run(["secret-key", "rotate", "--new-key-file", own])).toMatchObject({ code: 0 });
  expect((await readFile(file, "utf8")).trim()).toBe((await readFile(own, "utf8")).trim());
  const [before] = await keyIds(db);
  expect(await run(["secret-key", "rotate", "--new-key-file", own])).toMatchObject({ code: 78 });
  expect([...(await keyIds(db))]).toEqual([before]);
});

test("rows that somebody else wrote are not vouched for by a rotation", async () => {
  const { db, run } = await withKeyFile();
  await db.updateTable("application_key").set({ name: "other" }).execute();
  await run(["secret-key", "rotate"]);
  expect((await keyIds(db)).size).toBe(2);
});

test("of two rotations at once one is refused, and the key that is left is the database's", async () => {
  const { db, run } = await withKeyFile();
  const both = await Promise.all([run(["secret-key", "rotate"]), run(["secret-key", "rotate"])]);
  expect(both.map(({ code }) => code)).toContain(0);
  expect((await keyIds(db)).size).toBe(1);
  expect(await run(KEYED)).toMatchObject({ code: 0 });
});

test("a file that others may change is refused, and one key is named at most", async () => {
  const { file, env, run } = await withKeyFile();
  await chmod(file, 0o640);
  expect(await run(KEYED)).toMatchObject({ code: 0 });
  for (const mode of [0o660, 0o606, 0o622]) {
    await chmod(file, mode);
    expect(await run(KEYED)).toMatchObject({
      code: 78,
      err: expect.stringContaining("can be changed by"),
    });
  }
  const both = await commandsOn({ ...env, HOSTSCAN_SECRET_KEY: newKey() }).run(KEYED);
  expect(both).toMatchObject({ code: 78, err: expect.stringContaining("are both set") });
});
