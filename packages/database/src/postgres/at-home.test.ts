import { execFile } from "node:child_process";
import { appendFile, chown, lstat, readdir, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ask, type DatabaseFolder, makeDatabaseFolder } from "../testing/database-folder.ts";
import { type Account, formerAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { reachableBinaries } from "./reachable-binaries.ts";

const isRoot = userInfo().uid === 0;
const run = promisify(execFile);

/** Tries, as another user and from outside of this project's folder, all that an attacker would; prints what succeeded. */
const ATTACK = `
  const fs = require("node:fs"), net = require("node:net"), path = require("node:path");
  const [, folder, pid, ...socketFolders] = process.argv;
  const won = [];
  const attempt = (name, act) => { try { act(); won.push(name); } catch {} };
  const walk = (place) => {
    attempt("list " + place, () => fs.readdirSync(place));
    for (const name of JSON.parse(process.env.NAMES)) {
      const file = path.join(place, name);
      attempt("read " + file, () => fs.readFileSync(file));
      attempt("write " + file, () => fs.openSync(file, "a"));
      attempt("list " + file, () => fs.readdirSync(file));
    }
  };
  walk(folder);
  attempt("signal", () => process.kill(Number(pid), 0));
  attempt("environment", () => fs.readFileSync("/proc/" + pid + "/environ"));
  attempt("through the process", () => fs.readdirSync("/proc/" + pid + "/cwd"));
  attempt("files of the process", () => fs.readdirSync("/proc/" + pid + "/fd"));
  const tries = socketFolders.map((at) => new Promise((done) => {
    const socket = net.connect(path.join(at, ".s.PGSQL.5432"));
    socket.on("connect", () => { won.push("connect " + at); socket.destroy(); done(); });
    socket.on("error", done);
  }));
  Promise.all(tries).then(() => console.log(JSON.stringify(won)));
`;

/** What another user gets at, of a database that runs. */
async function attack({ dataDir }: DatabaseFolder, account: Account): Promise<unknown> {
  const place = join(dataDir, "postgres");
  const names = await readdir(place, { recursive: true });
  const pid = (await run("head", ["-1", join(place, "data", "postmaster.pid")])).stdout.trim();
  const { stdout } = await run(process.execPath, ["-e", ATTACK, place, pid, join(place, "socket")], {
    uid: account.uid,
    gid: account.gid,
    cwd: "/",
    env: { NAMES: JSON.stringify(names) },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

describe.runIf(isRoot)("a database that root runs", async () => {
  const nobody = (await formerAccount()) ?? { uid: 65_534, gid: 65_534 };

  test.each([
    ["nobody", nobody],
    ["another user", { uid: 1, gid: 1 }],
    ["a user of nobody's group", { uid: 12_345, gid: nobody.gid }],
  ])("is closed to %s: nothing is read, and nothing connected to", async (_, account) => {
    const folder = await makeDatabaseFolder();
    const server = await folder.start();
    await ask(server.connectionString, "create table secret as select 7 as number");
    expect(await attack(folder, account)).toEqual([]);
    const { uid, gid } = await lstat(join(folder.dataDir, "postgres", "data"));
    expect(await attack(folder, { uid, gid })).toContain(
      `connect ${join(folder.dataDir, "postgres", "socket")}`,
    );
    await server.stop();
  });

  test("that belonged to nobody is given an account of its own, whoever starts it first", async () => {
    const folder = await makeDatabaseFolder();
    const { dataDir } = folder;
    const before = await folder.start();
    await ask(before.connectionString, "create table kept as select 7 as number");
    await before.stop();
    const place = join(dataDir, "postgres");
    await run("chown", [
      "-R",
      `${nobody.uid}:${nobody.gid}`,
      join(place, "data"),
      join(place, "log"),
      join(place, "socket"),
    ]);
    await run("chmod", ["711", place]);
    await writeFile(join(dataDir, "outside"), "of another");
    await run("ln", ["-s", join(dataDir, "outside"), join(place, "data", "link")]);
    // What nobody may have done, to come back by a working directory that it keeps.
    await run("chmod", ["777", join(place, "data", "global"), join(place, "data", "base")]);
    await run("chmod", ["666", join(place, "data", "PG_VERSION")]);

    const users = [folder.spawnUser(), folder.spawnUser()];
    const [address] = await Promise.all(users.map((user) => user.serving));
    expect(await ask(String(address), "select number from kept")).toBe(7);
    expect(await attack(folder, nobody)).toEqual([]);
    const { uid } = await lstat(join(place, "data"));
    expect(uid).not.toBe(nobody.uid);
    const open = await run("find", [place, "-mindepth", "2", "!", "-type", "l", "-perm", "/077"]);
    expect(open.stdout).toBe("");
    const outside = await lstat(join(dataDir, "outside"));
    expect([outside.uid, outside.mode & 0o777]).toEqual([0, 0o644]);
    await Promise.all(users.map((user) => user.end()));
  });

  test("that still runs as nobody is stopped, and runs as another from then on", async () => {
    const folder = await makeDatabaseFolder();
    const place = join(folder.dataDir, "postgres");
    await (await folder.start()).stop();
    for (const name of ["data", "log", "socket"]) {
      await run("chown", ["-R", `${nobody.uid}:${nobody.gid}`, join(place, name)]);
    }
    // As the former release left it, its files open to nobody's server.
    await run("chmod", ["711", place]);
    for (const name of ["postgresql.conf", "pg_hba.conf", "pg_ident.conf"]) {
      await run("chmod", ["644", join(place, name)]);
    }
    const { pg_ctl } = await reachableBinaries(await findBinaries(), nobody, folder.stateFolder);
    const options = `-c config_file='${join(place, "postgresql.conf")}' -c listen_addresses= -c unix_socket_directories='${join(place, "socket")}' -c hba_file='${join(place, "pg_hba.conf")}'`;
    await run(
      pg_ctl,
      ["start", "-D", join(place, "data"), "-w", "-s", "-l", join(place, "log", "former"), "-o", options],
      {
        uid: nobody.uid,
        gid: nobody.gid,
        cwd: "/",
        env: { PATH: process.env["PATH"] },
      },
    );
    const server = await folder.start();
    expect(await ask(server.connectionString, "select 7")).toBe(7);
    expect(await attack(folder, nobody)).toEqual([]);
    await server.stop();
  });
});

test("what stands in the data directory's own files opens nothing", async () => {
  const folder = await makeDatabaseFolder();
  const first = await folder.start();
  await first.stop();
  const data = join(folder.dataDir, "postgres", "data");
  const { uid, gid } = await lstat(data);
  await appendFile(
    join(data, "postgresql.auto.conf"),
    [
      "listen_addresses = '*'",
      "unix_socket_directories = '/tmp'",
      "unix_socket_permissions = 0777",
      `hba_file = '${join(data, "pg_hba.conf")}'`,
      "shared_preload_libraries = 'no_such_library'",
      "",
    ].join("\n"),
  );
  await writeFile(join(data, "pg_hba.conf"), "local all all trust\n");
  await chown(join(data, "pg_hba.conf"), uid, gid);
  const server = await folder.start();
  const shown = (name: string) => ask(server.connectionString, `show ${name}`);
  expect(await shown("listen_addresses")).toBe("");
  expect(await shown("unix_socket_directories")).toBe(join(folder.dataDir, "postgres", "socket"));
  expect(await shown("unix_socket_permissions")).toBe("0700");
  expect(await shown("hba_file")).toBe(join(folder.dataDir, "postgres", "pg_hba.conf"));
  expect(await shown("shared_preload_libraries")).toBe("");
  const guess = server.connectionString.replace(/:[^:@]+@/, ":guess@");
  await expect(ask(guess, "select 1")).rejects.toMatchObject({ code: "28P01" });
  await expect(ask(server.connectionString, "alter system set work_mem = '5MB'")).rejects.toThrow(
    "not allowed",
  );
  await server.stop();
});
