import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ask, makeDatabaseFolder, postmasterOf } from "../testing/database-folder.ts";

test("a killed server is started again, with all that was committed, unless it is being stopped", async () => {
  const folder = await makeDatabaseFolder();
  const { dataDir } = folder;
  const losses: string[] = [];
  const onLost = (error: Error) => losses.push(error.message);
  const server = await folder.start({ onLost });
  await ask(server.connectionString, "create table kept as select 7 as number");
  const killed = await postmasterOf(dataDir);
  process.kill(killed, "SIGKILL");

  const answer = await vi.waitUntil(
    () => ask(server.connectionString, "select number from kept").catch(() => undefined),
    { timeout: 120_000, interval: 20 },
  );
  expect(answer).toBe(7);
  expect(losses[0]).toBe("The embedded database was lost");
  const next = await postmasterOf(dataDir);
  expect(next).not.toBe(killed);
  process.kill(next, "SIGKILL");
  await server.stop();
});

test("a killed server whose process id another process has now is started again", async () => {
  const folder = await makeDatabaseFolder();
  const { dataDir } = folder;
  const lockFiles = ["data/postmaster.pid", "socket/.s.PGSQL.5432.lock"].map((name) =>
    join(dataDir, "postgres", name),
  );
  const first = await folder.start();
  const contents = await Promise.all(lockFiles.map((path) => readFile(path, "utf8")));
  await first.stop();
  for (const [index, path] of lockFiles.entries()) {
    await writeFile(path, String(contents[index]).replace(/^\d+/, String(process.pid)));
  }

  const second = await folder.start();
  expect(await ask(second.connectionString, "select 1")).toBe(1);
  await second.stop();
});
