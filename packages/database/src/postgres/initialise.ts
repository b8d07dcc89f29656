import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { giveTo, isForeign, type NewAccount } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { layOutCluster, SUPERUSER } from "./cluster.ts";
import { runProgram } from "./run-program.ts";

/** What initdb complains of, without its account of what went well. */
function complaints(output: string): string {
  const lines = output.split("\n").filter((line) => /\b(error|FATAL|PANIC):/.test(line));
  return lines.length === 0 ? output : lines.join("\n");
}

/**
 * Fills an empty folder with a new cluster: data directory, log, socket folder, and the superuser's random
 * password, which only this process's user can read.
 */
export async function initialise(
  folder: string,
  { runs, makes }: NewAccount,
  binaries: Binaries,
): Promise<void> {
  const cluster = layOutCluster(folder, runs);
  if (isForeign(runs)) await chown(folder, 0, runs.gid);
  await chmod(folder, 0o710);
  for (const path of [cluster.data, cluster.log, join(folder, "socket")]) {
    await mkdir(path, { mode: 0o700 });
    await chown(path, makes.uid, makes.gid);
  }
  await writeFile(cluster.passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  await chown(cluster.passwordFile, makes.uid, makes.gid);
  const { code, output } = await runProgram(
    binaries.initdb,
    [
      `--pgdata=${cluster.data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${cluster.passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    makes,
  );
  if (code !== 0) throw new Error(complaints(output));
  if (isForeign(runs)) await giveTo(runs, cluster.data, cluster.log, join(folder, "socket"));
  const { uid, gid } = userInfo();
  await chown(cluster.passwordFile, uid, gid);
}
