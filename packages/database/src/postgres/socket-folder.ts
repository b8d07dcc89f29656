import { chown, lstat, mkdir } from "node:fs/promises";
import type { Cluster } from "./cluster.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/**
 * Makes the socket's folder unless it is there. In `/tmp` anyone could have been there first, so a folder that is not
 * the database's own and private is refused.
 */
export async function prepareSocketFolder({ socketFolder, account }: Cluster): Promise<void> {
  const made = await mkdir(socketFolder, { mode: 0o700 }).then(
    () => true,
    () => false,
  );
  if (made) await chown(socketFolder, account.uid, account.gid);
  const found = await lstat(socketFolder);
  if (!found.isDirectory() || found.uid !== account.uid || (found.mode & 0o077) !== 0) {
    throw new EmbeddedPostgresError(
      `${socketFolder} is not a private folder of the database's user (uid ${account.uid}): remove it, or set HOSTSCAN_DATA_DIR to a shorter path.`,
    );
  }
}
