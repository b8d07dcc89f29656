import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmptyDatabase, type TestDatabase } from "@hostscan/database/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { captureIo } from "../../test/captured-io.ts";
import { commandsOn } from "../../test/installation-env.ts";
import { untilPrinted } from "../../test/until-printed.ts";
import { runCli } from "../run.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");

let database: TestDatabase;
beforeEach(async () => {
  database = await createEmptyDatabase();
});
afterEach(() => database.drop());

const tables = async () =>
  (await database.pool.query(`select from pg_tables where schemaname = 'public'`)).rows.length;

test("no command changes tables but migrate, which needs no key; then those that need none do without", async () => {
  const { run } = commandsOn({ DATABASE_URL: database.connectionString });
  expect(await run(["host", "list"])).toEqual({
    code: 78,
    out: "",
    err: expect.stringMatching(
      /^hostscan-server: The database has no tables .* run hostscan-server migrate\.\n$/,
    ),
  });
  expect(await tables()).toBe(0);

  expect(await run(["migrate"])).toMatchObject({ code: 0, out: expect.stringContaining("0001-initial") });
  expect((await run(["migrate"])).out).toBe("the tables are up to date\n");
  for (const command of ["host", "credential", "user", "token", "key", "signing-key"])
    expect(await run([command, "list"])).toMatchObject({ code: 0, err: "" });
  expect(await run(["audit"])).toMatchObject({ code: 0, err: "" });
  const issued = await run(["token", "issue", "--name", "x"]);
  expect([issued.code, issued.err]).toEqual([78, expect.stringContaining("needs HOSTSCAN_SECRET_KEY")]);

  await database.pool.query(`delete from kysely_migration where name = '0012-row-macs'`);
  expect((await run(["host", "list"])).code).toBe(78);
});

test("where everything is in place, a server runs as a user who may change no table", async () => {
  const { connectionString, pool } = database;
  const owner = commandsOn({ DATABASE_URL: connectionString });
  expect((await owner.run(["migrate"])).code).toBe(0);
  const role = `run_${randomUUID().replaceAll("-", "")}`;
  await pool.query(`create role ${role} login password 'run'`);
  const env = {
    DATABASE_URL: connectionString.replace(/\/\/[^@/]*@/, `//${role}:run@`),
    HOSTSCAN_SECRET_KEY: KEY,
  };
  async function serve() {
    const io = captureIo({ env });
    const ended = runCli(["serve", "--port", "0", "--docs", "off"], io);
    const printed = await untilPrinted(io, ended).catch(String);
    io.signals.emit("SIGTERM", "SIGTERM");
    return { printed, code: await ended };
  }
  expect(await serve()).toEqual({
    code: 69,
    printed: expect.stringContaining("the database refuses: permission"),
  });
  const grants = await readFile(
    new URL("../../../../deploy/postgres/least-privileges.sql", import.meta.url),
    "utf8",
  );
  await pool.query(grants.replaceAll("hostscan_run", role));
  expect(await serve()).toEqual({ code: 0, printed: expect.stringContaining("Host Scan Job API on") });
  await pool.query(`drop owned by ${role}`);
  await pool.query(`drop role ${role}`);
});

test("in a folder without data a command makes nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-migrate-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const dataDir = join(folder, "data");
  const { run } = commandsOn({ HOSTSCAN_DATA_DIR: dataDir });
  for (const command of [["host", "list"], ["user", "list"], ["migrate"], ["secret-key", "rotate"]]) {
    const { code, err } = await run(command);
    expect([code, err]).toEqual([78, expect.stringContaining(`there is no installation in ${dataDir}`)]);
  }
  expect(existsSync(dataDir)).toBe(false);
});
