import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ask, makeDatabaseFolder } from "../testing/database-folder.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

test("a server is made, keeps what is committed over restarts, and leaves no process behind", async () => {
  const folder = await makeDatabaseFolder();
  const pidFile = join(folder.dataDir, "postgres", "data", "postmaster.pid");
  const first = await folder.start();
  await ask(first.connectionString, "create table kept as select 7 as number");
  await first.stop();
  await first.stop();
  expect(existsSync(pidFile)).toBe(false);

  const second = await folder.start({ settings: { work_mem: "5MB" } });
  expect(await ask(second.connectionString, "select number from kept")).toBe(7);
  expect(await ask(second.connectionString, "show work_mem")).toBe("5MB");
  await second.stop();

  const refused = folder.start({ settings: { work_mem: "much" } });
  await expect(refused).rejects.toThrow('invalid value for parameter "work_mem": "much"');
  expect(existsSync(pidFile)).toBe(false);
});

test("it writes through, listens on a private Unix socket only, asks for the password, and logs no values", async () => {
  const folder = await makeDatabaseFolder();
  const { connectionString, stop } = await startEmbeddedPostgres({
    dataDir: folder.dataDir,
    onLost: () => {},
  });
  onTestFinished(stop);
  const part = (name: string) => join(folder.dataDir, "postgres", name);
  expect(await ask(connectionString, "show fsync")).toBe("on");
  expect(await ask(connectionString, "show listen_addresses")).toBe("");
  expect(await ask(connectionString, "show server_encoding")).toBe("UTF8");
  expect(await ask(connectionString, "show log_parameter_max_length_on_error")).toBe("0");
  expect(await Promise.all(["socket", "data", "log", "password"].map(part).map(modeOf))).toEqual([
    "700",
    "700",
    "700",
    "600",
  ]);
  const guess = connectionString.replace(/:[^:@]+@/, ":guess@");
  await expect(ask(guess, "select 1")).rejects.toMatchObject({ code: "28P01" });
  await expect(ask(connectionString, "select no_such_column")).rejects.toThrow("no_such_column");
  await stop();

  const logs = (await readdir(part("log"))).filter((name) => /^postgres-\w+\.log$/.test(name));
  expect(logs).toHaveLength(1);
  expect(await readFile(join(part("log"), String(logs[0])), "utf8")).toContain("no_such_column");
});
