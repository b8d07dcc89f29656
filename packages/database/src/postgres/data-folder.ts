import { chmod, mkdir, realpath } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Others may pass through, and see nothing; root's unprivileged Postgres has to. */
const PASSABLE = 0o711;
const PRIVATE = 0o700;

/** pg_ctl hands paths to a shell between double quotes. */
const NOT_FOR_A_SHELL = /["$`\\\n]/;

/**
 * Makes the folder that holds all of an installation's files, unless it is there; an existing one keeps its mode.
 *
 * @throws {EmbeddedPostgresError} if it cannot be made, or its path has characters that Postgres's programs cannot take.
 * @returns its absolute path, free of symbolic links.
 */
export async function prepareDataFolder(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const made = await mkdir(path, { recursive: true, mode: PRIVATE });
    if (made !== undefined && userInfo().uid === 0) await chmod(path, PASSABLE);
  } catch (cause) {
    throw new EmbeddedPostgresError(`The data folder cannot be made. ${cause}`, { cause });
  }
  const folder = await realpath(path);
  if (NOT_FOR_A_SHELL.test(folder)) {
    throw new EmbeddedPostgresError(
      `The data folder's path must be free of ", $, \`, \\ and line ends: ${folder}`,
    );
  }
  return folder;
}
