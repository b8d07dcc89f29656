import { chmod, lstat } from "node:fs/promises";
import { makeFolder } from "./data-folder.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Where root keeps what its unprivileged Postgres cannot reach in the data folder. */
export const STATE_FOLDER = "/var/lib/hostscan";

/** What is at a path, symbolic links not followed; nothing if there is nothing. */
export async function existing(path: string): Promise<{ readonly isLink: boolean } | undefined> {
  try {
    return { isLink: (await lstat(path)).isSymbolicLink() };
  } catch {
    return undefined;
  }
}

/** Makes the state folder unless it is there. */
export async function prepareStateFolder(path: string): Promise<string> {
  try {
    if (await makeFolder(path)) await chmod(path, 0o711);
    return path;
  } catch (error) {
    throw new EmbeddedPostgresError(
      `Postgres must run as an unprivileged user, who cannot enter the data folder, and ${path} cannot be made: set HOSTSCAN_DATA_DIR to a folder others may pass through, or DATABASE_URL.`,
      { cause: error },
    );
  }
}
