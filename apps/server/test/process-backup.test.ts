import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { commandsOn } from "./installation-env.ts";
import { startProcess } from "./process.ts";
import { startServing } from "./running-server.ts";

const run = promisify(execFile);
/** Debian's server and its own `pg_dump`: the embedded one has none, and an older one refuses its release. */
const PROGRAMS = "/usr/lib/postgresql/15/bin";
const isRoot = userInfo().uid === 0;

async function idOf(option: "-u" | "-g"): Promise<number> {
  return Number((await run("id", [option, "postgres"])).stdout);
}

/** A Postgres of the operator's own, and what addresses a database of it. */
async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-backup-"));
  const account = isRoot ? { uid: await idOf("-u"), gid: await idOf("-g") } : {};
  if (account.uid !== undefined) await chown(folder, account.uid, account.gid);
  const program = (name: string, ...args: string[]) =>
    run(join(PROGRAMS, name), args, { ...account, cwd: folder });
  const data = join(folder, "data");
  await program("initdb", "--pgdata", data, "--username=operator", "--auth=trust", "--encoding=UTF8");
  const options = `-c listen_addresses= -c unix_socket_directories=${folder}`;
  await program(
    "pg_ctl",
    "start",
    "--pgdata",
    data,
    "--wait",
    "--log",
    join(folder, "log"),
    "--options",
    options,
  );
  onTestFinished(async () => {
    await program("pg_ctl", "stop", "--pgdata", data, "--mode=immediate");
    await rm(folder, { recursive: true });
  });
  const url = (name: string) => `postgres://operator@/${name}?host=${encodeURIComponent(folder)}`;
  return { folder, program, url };
}

test.runIf(existsSync(join(PROGRAMS, "pg_dump")))(
  "what BACKUP.md says brings an installation back, under its own key alone (pg_dump, pg_restore)",
  async () => {
    const { folder, program, url } = await startPostgres();
    await program("createdb", `--maintenance-db=${url("postgres")}`, "hostscan");
    const HOSTSCAN_SECRET_KEY = randomBytes(32).toString("base64");
    const before = commandsOn({ DATABASE_URL: url("hostscan"), HOSTSCAN_SECRET_KEY });
    expect(await before.run(["migrate"])).toMatchObject({ code: 0 });
    const key = (await before.run(["key", "create", "--name", "portal"])).out.trim();
    const kept = await before.run(
      ["credential", "add", "lab", "--username", "scan", "--for", "anywhere", "--password-stdin"],
      "a password",
    );
    expect(kept).toMatchObject({ code: 0 });

    const dump = join(folder, "hostscan.dump");
    await program("pg_dump", "--format=custom", "--no-owner", `--file=${dump}`, url("hostscan"));
    expect(await before.run(["key", "create", "--name", "later"])).toMatchObject({ code: 0 });
    await program("createdb", `--maintenance-db=${url("postgres")}`, "hostscan_restored");
    await program(
      "pg_restore",
      "--no-owner",
      "--single-transaction",
      "--exit-on-error",
      `--dbname=${url("hostscan_restored")}`,
      dump,
    );

    const env = { DATABASE_URL: url("hostscan_restored"), HOSTSCAN_SECRET_KEY };
    const other = { ...env, HOSTSCAN_SECRET_KEY: randomBytes(32).toString("base64") };
    const refused = startProcess(["serve", "--port", "0"], { env: other });
    expect(await refused.ended).toEqual({ code: 78, signal: null });
    expect(refused.err()).toContain("bring back the former key");

    const server = await startServing([], { env });
    const jobs = await fetch(`${server.url}/api/v1/HostScanJob`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    expect(jobs.status).toBe(200);
    const names = (await commandsOn(env).run(["key", "list", "--json"])).out;
    expect(names).toContain('"portal"');
    expect(names).not.toContain('"later"');
    const audited = (await commandsOn(env).run(["audit", "--json"])).out;
    expect(audited).not.toContain("row.refused");
  },
);

test("a copy of the stopped data folder, with its owners, brings the embedded database back at another path", async () => {
  const root = await mkdtemp(join(tmpdir(), "hostscan-copy-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await chmod(root, 0o711);
  const HOSTSCAN_DATA_DIR = join(root, "data");
  const first = await startServing([], { env: { HOSTSCAN_DATA_DIR } });
  const made = await commandsOn({ HOSTSCAN_DATA_DIR }).run(["key", "create", "--name", "portal"]);
  expect(made).toMatchObject({ code: 0 });
  first.child.kill("SIGTERM");
  expect(await first.ended).toEqual({ code: 0, signal: null });
  expect(existsSync(join(HOSTSCAN_DATA_DIR, "postgres", "data", "postmaster.pid"))).toBe(false);
  const archive = join(root, "backup.tar");
  await run("tar", ["--create", "--numeric-owner", `--file=${archive}`, "-C", root, "data"]);
  await rm(HOSTSCAN_DATA_DIR, { recursive: true });
  await run("mkdir", ["-m", "711", join(root, "elsewhere")]);
  await run("tar", [
    "--extract",
    "--numeric-owner",
    "--same-owner",
    `--file=${archive}`,
    "-C",
    join(root, "elsewhere"),
  ]);
  const again = commandsOn({ HOSTSCAN_DATA_DIR: join(root, "elsewhere", "data") });
  expect((await again.run(["key", "list"])).out).toContain("portal");
  await writeFile(join(root, "elsewhere", "data", "secret-key"), `${randomBytes(32).toString("base64")}\n`);
  expect(await again.run(["token", "issue", "--name", "x"])).toMatchObject({ code: 78 });
});
