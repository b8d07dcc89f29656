import { chmod, mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeDatabaseFolder, postmasterOf } from "../testing/database-folder.ts";
import { findBinaries } from "./binaries.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { findCluster } from "./find-cluster.ts";
import { reachableBinaries } from "./reachable-binaries.ts";
import { newestLogLines, stopServer } from "./server.ts";
import { joinServer } from "./start-embedded-postgres.ts";

const installed = await findBinaries();

/** Fixtures of programs that run, but fail at their work. */
async function makeFailingPrograms(folder: string) {
  await mkdir(folder);
  const program = join(folder, "program");
  await writeFile(program, '#!/bin/sh\n[ "$1" = --version ] || { echo no disk; exit 1; }\n');
  await chmod(program, 0o755);
  return { pg_ctl: program, initdb: program };
}

test("a server that runs but does not answer, refuses the password or does not stop is told", async () => {
  const { root, dataDir, stateFolder } = await makeDatabaseFolder();
  const cluster = await findCluster(await prepareDataFolder(dataDir), installed, stateFolder);
  const binaries = await reachableBinaries(installed, cluster.account, stateFolder);
  const presence = await joinServer(cluster, binaries, {});
  const socket = join(cluster.socketFolder, ".s.PGSQL.5432");
  await rename(socket, `${socket}.away`);
  await expect(joinServer(cluster, binaries, {}, 100)).rejects.toThrow("does not answer");
  await rename(`${socket}.away`, socket);

  const failing = await makeFailingPrograms(join(root, "failing"));
  const second = await joinServer(cluster, binaries, {});
  await presence.leave(() => stopServer(cluster, binaries));
  await expect(second.leave(() => stopServer(cluster, failing))).rejects.toThrow("does not stop: no disk");

  const last = await joinServer(cluster, binaries, {});
  process.kill(await postmasterOf(dataDir), "SIGKILL");
  await last.gone;
  await last.leave(() => Promise.reject(new Error("a server that is gone need not be stopped")));

  await writeFile(cluster.passwordFile, "another");
  await expect(joinServer(cluster, binaries, {})).rejects.toMatchObject({ code: "28P01" });
  await stopServer(cluster, binaries);
});

test("a database that cannot be made leaves nothing", async () => {
  const { root, dataDir, stateFolder } = await makeDatabaseFolder();
  const failing = await makeFailingPrograms(join(root, "failing"));
  const folder = await prepareDataFolder(dataDir);
  await expect(findCluster(folder, failing, stateFolder)).rejects.toThrow(/cannot be made in .*no disk/);
  expect(await readdir(folder)).toEqual([]);
});

test("a server that never logged has no last words", async () => {
  const { dataDir } = await makeDatabaseFolder();
  expect(await newestLogLines(await prepareDataFolder(dataDir))).toBe("");
});
