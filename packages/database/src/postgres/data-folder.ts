import { chmod, mkdir, realpath, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Others may pass through, and see nothing; root's unprivileged Postgres has to. */
const PASSABLE = 0o711;
const PRIVATE = 0o700;

/** pg_ctl hands paths to a shell between double quotes. */
const NOT_FOR_A_SHELL = /["$`\\\n]/;

/**
 * Makes a folder and those above it, unless they are there. Node does so, too, but tells of a read-only disk as of a folder
 * that is not there.
 *
 * @returns whether it was made.
 */
export async function makeFolder(path: string, mode?: number): Promise<boolean> {
  const found = await makeOne(path, mode);
  if (found !== "no place for it") return found === "made";
  await makeFolder(dirname(path));
  return (await makeOne(path, mode)) === "made";
}

async function makeOne(path: string, mode: number | undefined) {
  try {
    await mkdir(path, { mode });
    return "made";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return "was there";
    if (code === "ENOENT") return "no place for it";
    throw error;
  }
}

/**
 * Makes the folder that holds all of an installation's files, unless it is there; an existing one keeps its mode.
 *
 * @throws {EmbeddedPostgresError} if it cannot be made, or its path has characters that Postgres's programs cannot take.
 * @returns its absolute path, free of symbolic links.
 */
export async function prepareDataFolder(path: string): Promise<string> {
  try {
    const made = await makeFolder(path, PRIVATE);
    if (made && userInfo().uid === 0) await chmod(path, PASSABLE);
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
