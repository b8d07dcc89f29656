import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ask, makeDatabaseFolder, postmasterOf } from "../testing/database-folder.ts";

const IDENTITY = "select system_identifier::text from pg_control_system()";

test("processes that start at once share one new database, and the last to leave stops it", async () => {
  const folder = await makeDatabaseFolder();
  const { dataDir } = folder;
  const users = [1, 2, 3].map(() => folder.spawnUser());
  const addresses = await Promise.all(users.map((user) => user.serving));
  expect(new Set(addresses).size).toBe(1);
  const identities = await Promise.all(addresses.map((address) => ask(address, IDENTITY)));
  expect(new Set(identities).size).toBe(1);

  const [first, ...rest] = users;
  expect(await first?.end()).toBe(0);
  expect(await ask(addresses[0] ?? "", IDENTITY)).toBe(identities[0]);
  expect(await Promise.all(rest.map((user) => user.end()))).toEqual([0, 0]);
  expect(existsSync(join(dataDir, "postgres", "data", "postmaster.pid"))).toBe(false);
});

test("a server that outlived its killed process is used, and stopped when done", async () => {
  const folder = await makeDatabaseFolder();
  const { dataDir } = folder;
  const user = folder.spawnUser();
  await user.serving;
  const postmaster = await postmasterOf(dataDir);
  await user.kill();

  const server = await folder.start();
  expect(await postmasterOf(dataDir)).toBe(postmaster);
  await server.stop();
  expect(existsSync(join(dataDir, "postgres", "data", "postmaster.pid"))).toBe(false);
});

test("a process killed while it makes the database leaves nothing that the next would take for one", async () => {
  const folder = await makeDatabaseFolder();
  const { dataDir } = folder;
  const user = folder.spawnUser();
  await vi.waitUntil(async () => (await readdir(dataDir).catch(() => [])).length > 0, {
    timeout: 120_000,
    interval: 5,
  });
  await user.kill();
  await expect(user.serving).rejects.toThrow("ended before it served");
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);

  const server = await folder.start();
  expect(await ask(server.connectionString, "select 1")).toBe(1);
  await server.stop();
});

test("processes that come and go at once always find a server", async () => {
  const folder = await makeDatabaseFolder();
  const { dataDir } = folder;
  const come = async () => {
    const server = await folder.start();
    expect(await ask(server.connectionString, "select 1")).toBe(1);
    await server.stop();
  };
  for (let round = 0; round < 3; round += 1) await Promise.all([come(), come(), come()]);
  expect(existsSync(join(dataDir, "postgres", "data", "postmaster.pid"))).toBe(false);
});
