import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { layOutCluster, SUPERUSER } from "./cluster.ts";
import { runProgram } from "./run-program.ts";

/**
 * Fills an empty folder with a new cluster: data directory, log, socket folder, and the superuser's random
 * password, which only this process's user can read.
 */
export async function initialise(folder: string, account: Account, binaries: Binaries): Promise<void> {
  const cluster = layOutCluster(folder, account);
  await chmod(folder, 0o711);
  for (const path of [cluster.data, cluster.log, join(folder, "socket")]) {
    await mkdir(path, { mode: 0o700 });
    await chown(path, account.uid, account.gid);
  }
  await writeFile(cluster.passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  await chown(cluster.passwordFile, account.uid, account.gid);
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
    account,
  );
  if (code !== 0) throw new Error(output);
  const { uid, gid } = userInfo();
  await chown(cluster.passwordFile, uid, gid);
}
