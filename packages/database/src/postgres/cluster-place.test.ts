import { execFile } from "node:child_process";
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { ask, makeDatabaseFolder } from "../testing/database-folder.ts";
import { accountForNewCluster, formerAccount } from "./account.ts";
import { socketFolderOf } from "./cluster.ts";

const isRoot = userInfo().uid === 0;

/** Who owns what is in a folder, each named once. */
async function ownersOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const owners = await Promise.all(names.map((name) => lstat(join(folder, name))));
  return [...new Set(owners.map(({ uid, gid }) => `${uid}:${gid}`))];
}

test("a data folder whose path is longer than a socket's may be gets a private socket folder in /tmp", async () => {
  const folder = await makeDatabaseFolder(join("long".repeat(25), "it's here"));
  const server = await folder.start();
  const socketFolder = socketFolderOf(join(folder.dataDir, "postgres"));
  onTestFinished(() => rm(socketFolder, { recursive: true }));
  expect(socketFolder).toMatch(/^\/tmp\/hostscan-[0-9a-f]{32}$/);
  expect((await stat(socketFolder)).mode & 0o777).toBe(0o700);
  const user = folder.spawnUser();
  expect(await user.serving).toBe(server.connectionString);
  expect(await user.end()).toBe(0);
  await server.stop();

  await chmod(socketFolder, 0o755);
  await expect(folder.start()).rejects.toThrow("is not a private folder");
});

test("a data folder may be moved", async () => {
  const folder = await makeDatabaseFolder();
  const before = await folder.start();
  await ask(before.connectionString, "create table kept as select 7 as number");
  await before.stop();
  const dataDir = join(folder.root, "elsewhere");
  await rename(folder.dataDir, dataDir);
  const after = await folder.start({ dataDir });
  expect(await ask(after.connectionString, "select number from kept")).toBe(7);
  await after.stop();
});

test("a database of another release, or one that cannot be read, is refused", async () => {
  const folder = await makeDatabaseFolder();
  const data = join(folder.dataDir, "postgres", "data");
  await mkdir(data, { recursive: true });
  await expect(folder.start()).rejects.toThrow("cannot be read");
  await writeFile(join(data, "PG_VERSION"), "17\n");
  await expect(folder.start()).rejects.toThrow("is of Postgres 17, and this release brings 18");
});

test("a link to a database that is gone is refused, not replaced by an empty database", async () => {
  const folder = await makeDatabaseFolder();
  await mkdir(folder.dataDir);
  await symlink(join(folder.root, "gone"), join(folder.dataDir, "postgres"));
  await expect(folder.start()).rejects.toThrow("is gone");
});

test("a data folder that cannot be made is told", async () => {
  const folder = await makeDatabaseFolder(join("file", "data"));
  await writeFile(join(folder.root, "file"), "");
  await expect(folder.start()).rejects.toThrow(/The data folder cannot be made.*ENOTDIR/);
});

test("a path that Postgres's programs would hand to a shell in a harmful way is refused", async () => {
  const folder = await makeDatabaseFolder("$(id)");
  await expect(folder.start()).rejects.toThrow("must be free of");
});

test("an ordinary user runs the database", async () => {
  const ordinary = { uid: 1000, gid: 100 };
  expect(await accountForNewCluster(ordinary)).toEqual({ runs: ordinary, makes: ordinary });
});

describe.runIf(isRoot)("started by root", async () => {
  const nobody = (await formerAccount()) ?? { uid: 65_534, gid: 65_534 };

  test("the database runs as a user that nobody else is, and its password is root's", async () => {
    const folder = await makeDatabaseFolder();
    const { dataDir } = folder;
    const server = await folder.start();
    const { uid, gid } = await stat(join(dataDir, "postgres", "data"));
    expect(uid).toBe(gid);
    expect(uid).toBeGreaterThan(60_000);
    expect(uid).not.toBe(nobody.uid);
    await expect(promisify(execFile)("id", ["-un", String(uid)])).rejects.toThrow("no such user");
    const owners = await ownersOf(join(dataDir, "postgres", "data"));
    expect(owners).toEqual([`${uid}:${uid}`]);
    expect((await stat(join(dataDir, "postgres", "password"))).uid).toBe(0);
    await server.stop();
    expect((await readdir(dataDir)).sort()).toEqual(["postgres"]);
  });

  test("where that user cannot enter the data folder, the database lies in the state folder", async () => {
    const folder = await makeDatabaseFolder();
    const { dataDir, stateFolder } = folder;
    await mkdir(dataDir, { mode: 0o700 });
    const server = await folder.start();
    const place = join(dataDir, "postgres");
    expect((await lstat(place)).isSymbolicLink()).toBe(true);
    expect(await readlink(place)).toMatch(new RegExp(`^${stateFolder}/postgres-\\w+$`));
    await ask(server.connectionString, "create table kept as select 7 as number");
    await server.stop();

    const again = await folder.start();
    expect(await ask(again.connectionString, "select number from kept")).toBe(7);
    await again.stop();
    expect((await readdir(stateFolder)).filter((name) => name.startsWith("postgres-"))).toHaveLength(1);
  });

  test("where there is no place for it either, the complaint tells what to do", async () => {
    const folder = await makeDatabaseFolder();
    const { dataDir, root } = folder;
    await mkdir(dataDir, { mode: 0o700 });
    await writeFile(join(root, "file"), "");
    const refused = folder.start({ stateFolder: join(root, "file", "state") });
    await expect(refused).rejects.toThrow("set HOSTSCAN_DATA_DIR");
    expect(await readdir(dataDir)).toEqual([]);
  });

  test("two installations run as different users", async () => {
    const drawn = await Promise.all(Array.from({ length: 8 }, () => accountForNewCluster()));
    expect(new Set(drawn.map(({ runs }) => runs.uid)).size).toBe(8);
  });

  test("a database made by an ordinary user is run as that user", async () => {
    const folder = await makeDatabaseFolder();
    const { dataDir } = folder;
    await chmod(folder.root, 0o777);
    const user = folder.spawnUser(nobody);
    const address = await user.serving;
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    const server = await folder.start();
    expect(server.connectionString).toBe(address);
    expect(await user.end()).toBe(0);
    await server.stop();

    const again = folder.spawnUser(nobody);
    expect(await again.serving).toBe(address);
    expect(await again.end()).toBe(0);
    expect((await stat(join(dataDir, "postgres", "password"))).uid).toBe(nobody.uid);
  });
});
