import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Cluster, layOutCluster } from "./cluster.ts";
import { isRunning } from "./postmaster.ts";

const REST = "\n/data\n1795990000\n5432\n/socket\n\n  5432001   1441793\nready\n";

/** A fixture of a cluster that has nothing but lock files naming a process. */
async function makeLocked(pid: number | string): Promise<{ cluster: Cluster; lockFiles: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-engine-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const cluster = layOutCluster(folder, { uid: 0, gid: 0 });
  await mkdir(cluster.data);
  await mkdir(cluster.socketFolder);
  const lockFiles = [join(cluster.data, "postmaster.pid"), join(cluster.socketFolder, ".s.PGSQL.5432.lock")];
  for (const path of lockFiles) await writeFile(path, `${pid}${REST}`);
  return { cluster, lockFiles };
}

test("a cluster (fixture) without lock files, or with an empty one, has no server", async () => {
  const { cluster, lockFiles } = await makeLocked("");
  expect(await isRunning(cluster)).toBe(false);
  for (const path of lockFiles) await rm(path);
  expect(await isRunning(cluster)).toBe(false);
});

test("lock files (fixture) of a process that is gone stay as they are", async () => {
  const gone = spawn("true");
  await once(gone, "exit");
  const { cluster, lockFiles } = await makeLocked(String(gone.pid));
  expect(await isRunning(cluster)).toBe(false);
  for (const path of lockFiles) expect(await readFile(path, "utf8")).toBe(`${gone.pid}${REST}`);
});

test("in lock files (fixture) that name a process of other business, that name is taken out and nothing else", async () => {
  const { cluster, lockFiles } = await makeLocked(process.pid);
  expect(await isRunning(cluster)).toBe(false);
  for (const path of lockFiles) expect(await readFile(path, "utf8")).toBe(`2147483647${REST}`);
});

test("a process (fixture) that was started for the cluster is its server", async () => {
  const { cluster, lockFiles } = await makeLocked("");
  const server = spawn(process.execPath, ["--eval", "process.stdin.resume()", "--", "-D", cluster.data]);
  onTestFinished(() => void server.kill());
  await once(server, "spawn");
  for (const path of lockFiles) await writeFile(path, `${server.pid}${REST}`);
  expect(await isRunning(cluster)).toBe(true);
});
