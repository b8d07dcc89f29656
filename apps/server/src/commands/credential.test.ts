import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

let installation: TestInstallation;
let folder: string;
beforeAll(async () => {
  installation = await makeTestInstallation();
  folder = await mkdtemp(join(tmpdir(), "hostscan-credential-"));
});
afterAll(async () => {
  await installation.drop();
  await rm(folder, { recursive: true });
});

const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

async function add(name: string, flags: readonly string[], stdin?: string) {
  return installation.run(
    ["credential", "add", name, "--username", "root", "--for", "localhost", ...flags],
    stdin,
  );
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test("a password is kept from standard input", async () => {
  const { code, out, err } = await add("piped", ["--password-stdin"], "hunter2\n");
  expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^note: .*Keys are preferred\.\n$/) });
  expect(out).toMatch(new RegExp(`^kept piped \\(${ID}\\)\\n$`));
});

test("a password is kept from a file, and the answer has no secret", async () => {
  const { code, out } = await add("filed", ["--password-file", await file("pw", "hunter2\n"), "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    id: expect.stringMatching(ID),
    name: "filed",
    username: "root",
    createdAt: expect.any(String),
    pausedAt: null,
    pausedBy: null,
    scope: ["localhost"],
    scopeDecided: true,
    callers: null,
  });
});

test("of a key nothing is said: it is told to nobody", async () => {
  const key = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const added = await add("keyed", ["--private-key-file", await file("good-key", key)]);
  expect(added).toMatchObject({ code: 0, err: "" });
});

test("without saying where it may be presented, none is kept", async () => {
  const argv = ["credential", "add", "unscoped", "--username", "root", "--password-stdin"];
  const { code, err } = await installation.run(argv, "hunter2");
  expect(code).toBe(64);
  expect(err).toContain("required option '--for <list>' not specified");
});

test.each([
  ["10.0.0.1/8", "10.0.0.1 is not the first address"],
  ["anywhere,10.0.0.0/8", "anywhere"],
  ["", "is empty"],
  ["10.0.0.0/8,", "is empty"],
  ["*", "in place of its first labels"],
])("where a scope is %j it is refused, with the reason", async (list, reason) => {
  const { code, err } = await add("bad-scope", ["--for", list, "--password-stdin"], "hunter2");
  expect(code).toBe(1);
  expect(err).toContain(reason);
});

test("a scope and its callers are listed, and change", async () => {
  await add("scoped", ["--password-stdin"], "hunter2");
  const change = (...flags: string[]) => installation.run(["credential", "change-scope", "scoped", ...flags]);
  const listed = async () => {
    const { out } = await installation.run(["credential", "list"]);
    return out.split("\n").find((line) => line.includes(" scoped "));
  };
  const flags = ["--for", "10.0.0.0/8:22, *.Lab.example", "--callers", "app:portal,user:Alice"];
  expect(await change(...flags)).toEqual({
    code: 0,
    out: "scoped is for 10.0.0.0/8:22,*.lab.example; callers: app:portal,user:alice\n",
    err: "",
  });
  expect(await listed()).toMatch(/10\.0\.0\.0\/8:22,\*\.lab\.example +app:portal,user:alice$/);
  expect(await change("--for", "anywhere")).toMatchObject({ code: 0 });
  expect(await listed()).toMatch(/anywhere +app:portal,user:alice$/);
  expect(await change("--for", "localhost", "--callers", "all")).toMatchObject({ code: 0 });
  expect(await listed()).toMatch(/localhost +all$/);
  expect(await change("--for", "localhost", "--callers", "portal")).toMatchObject({
    code: 1,
    err: expect.stringContaining("which is no caller as app:portal"),
  });
});

test("a scope that nobody has decided is marked", async () => {
  await add("from-before", ["--password-stdin"], "hunter2");
  const { db } = installation;
  const undecided = { scope: ["anywhere"], scope_decided: false };
  await db.updateTable("credential").set(undecided).where("name", "=", "from-before").execute();
  const listed = async () => (await installation.run(["credential", "list"])).out;
  expect(await listed()).toMatch(/ from-before .*anywhere \(not decided: see change-scope\)/);
});

test("a name is taken once", async () => {
  await add("twice", ["--password-stdin"], "a");
  const { code, err } = await add("twice", ["--password-stdin"], "a");
  expect({ code, err }).toEqual({
    code: 1,
    err: "hostscan-server: There is a credential named twice already\n",
  });
});

test("a key that is none is refused now, not at the first scan, and is not repeated", async () => {
  const { code, err } = await add("bad-key", ["--private-key-file", await file("key", "hunter2")]);
  expect(code).toBe(1);
  expect(err).toMatch(/^hostscan-server: .*key/);
  expect(err).not.toContain("hunter2");
});

test.each(["--password", "--private-key", "--passphrase"])(
  "%s is no flag: argv is no place for a secret",
  async (flag) => {
    const { code, err } = await add("loud", [flag, "hunter2"]);
    expect(code).toBe(64);
    expect(err).toContain(`unknown option '${flag}'`);
  },
);

test("nothing to read and no terminal is told with the ways there are", async () => {
  const { code, err } = await add("mute", []);
  expect(code).toBe(64);
  expect(err).toMatch(/no terminal.*--password-stdin, --password-file, --private-key-file or --keytab-file/);
});

test("list shows names and accounts", async () => {
  await add("to-list", ["--password-stdin"], "hunter2");
  const { out } = await installation.run(["credential", "list"]);
  expect(out).toMatch(/^ID +NAME +USERNAME +CREATED +PAUSED +REFUSED BY +FOR +CALLERS\n/);
  expect(out).toMatch(new RegExp(`^${ID} +to-list +root +20`, "m"));
  const json = (await installation.run(["credential", "list", "--json"])).out;
  expect(
    json
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).name),
  ).toContain("to-list");
});

test("remove forgets, by name or id", async () => {
  await add("to-remove", ["--password-stdin"], "hunter2");
  const removed = await installation.run(["credential", "remove", "to-remove"]);
  expect(removed).toMatchObject({ code: 0, out: "removed to-remove\n" });
  const again = await installation.run(["credential", "remove", "to-remove"]);
  expect(again).toMatchObject({ code: 1, err: "hostscan-server: There is no credential to-remove\n" });
});

test("a pause is listed, and resume ends it", async () => {
  await add("paused", ["--password-stdin"], "hunter2");
  const { db } = installation;
  const pausedAt = new Date("2026-01-02T03:04:05.000Z");
  await db
    .updateTable("credential")
    .set({ paused_at: pausedAt, paused_by: "web.local", denials: 3 })
    .where("name", "=", "paused")
    .execute();
  const { out } = await installation.run(["credential", "list"]);
  expect(out).toMatch(new RegExp(`^${ID} +paused +root +\\S+ +2026-01-02T03:04:05.000Z +web.local`, "m"));
  const resumed = await installation.run(["credential", "resume", "paused"]);
  expect(resumed).toMatchObject({ code: 0, out: "resumed paused\n" });
  const row = db.selectFrom("credential").selectAll().where("name", "=", "paused");
  expect(await row.executeTakeFirst()).toMatchObject({ paused_at: null, denials: 0 });
  expect(await installation.run(["credential", "resume", "nobody"])).toMatchObject({
    code: 1,
    err: "hostscan-server: There is no credential nobody\n",
  });
});

test("another secret ends the pause, and is not repeated", async () => {
  await add("changed", ["--password-stdin"], "hunter2");
  const { db } = installation;
  const row = db.selectFrom("credential").selectAll().where("name", "=", "changed");
  await db.updateTable("credential").set({ paused_at: new Date() }).where("name", "=", "changed").execute();
  const before = await row.executeTakeFirstOrThrow();
  const changed = await installation.run(
    ["credential", "change-secret", "changed", "--password-stdin"],
    "hunter3",
  );
  expect(changed).toEqual({ code: 0, out: "changed changed\n", err: "" });
  const after = await row.executeTakeFirstOrThrow();
  expect(after).toMatchObject({ paused_at: null, secret_version: before.secret_version + 1 });
  expect(after.secret).not.toEqual(before.secret);
});
