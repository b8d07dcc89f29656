import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { prepareDataFolder } from "../postgres/data-folder.ts";
import { existing } from "../postgres/state-folder.ts";
import { parseSecretKey, type SecretKey, SecretKeyError } from "./secret-key.ts";

/** Where the secret key comes from: the environment, or else a file in the data folder. */
export interface SecretKeySource {
  /** Value of `HOSTSCAN_SECRET_KEY`. */
  readonly value?: string | undefined;
  /** Folder for the key's file, where the installation runs its own database. */
  readonly dataDir?: string | undefined;
}

const FILE = "secret-key";

async function readKey(path: string): Promise<SecretKey> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (cause) {
    throw new SecretKeyError(`The secret key in ${path} cannot be read.`, { cause });
  }
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) === 0) return parseSecretKey(await file.readFile("utf8"), path);
    throw new SecretKeyError(
      `Others may read the secret key in ${path}: make it its owner's only (chmod 600).`,
    );
  } finally {
    await file.close();
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync();
  await handle.close();
}

/**
 * Makes a key and gives it its name in one step, so that it is on disk and complete before anything is encrypted. If another
 * process was faster its key stays; any other fault shows when the key is read.
 */
async function makeKey(folder: string, path: string): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  await file.writeFile(`${randomBytes(32).toString("base64")}\n`);
  await file.sync();
  await file.close();
  await link(draft, path).catch(() => {});
  await rm(draft);
  await sync(folder);
}

/**
 * Gives the installation's secret key. Without a value in the environment it is read from a file that only its owner
 * can read, which is made the first time.
 *
 * @throws {SecretKeyError} if there is no key, or none that can be used.
 */
export async function loadSecretKey({ value, dataDir }: SecretKeySource): Promise<SecretKey> {
  if (value !== undefined) return parseSecretKey(value, "HOSTSCAN_SECRET_KEY");
  if (dataDir === undefined) {
    throw new SecretKeyError(
      "HOSTSCAN_SECRET_KEY must be set where DATABASE_URL is; `openssl rand -base64 32` makes one.",
    );
  }
  const folder = await prepareDataFolder(dataDir);
  const path = join(folder, FILE);
  if (!(await existing(path))) await makeKey(folder, path);
  return readKey(path);
}
