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
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ask, makeDatabaseFolder } from "../../test/database-folder.ts";
import { accountForNewCluster } from "./account.ts";
import { socketFolderOf } from "./cluster.ts";

// Several servers and processes start, which on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const isRoot = userInfo().uid === 0;
const nobody = await accountForNewCluster();

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
  await expect(folder.start()).rejects.toThrow(/The data folder cannot be made.*EEXIST/);
});

test("a path that Postgres's programs would hand to a shell in a harmful way is refused", async () => {
  const folder = await makeDatabaseFolder("$(id)");
  await expect(folder.start()).rejects.toThrow("must be free of");
});

test("an ordinary user runs the database", async () => {
  expect(await accountForNewCluster({ uid: 1000, gid: 100 })).toEqual({ uid: 1000, gid: 100 });
});

describe.runIf(isRoot)("started by root", () => {
  test("the database runs as an unprivileged user, and its password is root's", async () => {
    const folder = await makeDatabaseFolder();
    const { dataDir } = folder;
    const server = await folder.start();
    expect((await stat(join(dataDir, "postgres", "data"))).uid).toBe(nobody.uid);
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

  test("where there is no unprivileged user, the complaint tells what to do", async () => {
    await expect(accountForNewCluster({ uid: 0, gid: 0 }, "no-such-user")).rejects.toThrow(
      'there is no user "no-such-user"',
    );
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
