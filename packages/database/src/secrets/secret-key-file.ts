import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, type FileHandle, link, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { existing } from "../postgres/state-folder.ts";
import { keyFileExposure } from "./key-file-exposure.ts";
import { parseSecretKey, type SecretKey, SecretKeyError } from "./secret-key.ts";

/** Whose a file of a secret key is. */
export interface KeyFileRule {
  /** We made it: it is no link, and its owner's alone. Else an operator names it: what hosts mount is often a link. */
  readonly isOwn: boolean;
  /** Hears that others may read it where that is how hosts mount secrets. */
  readonly onExposed?: ((text: string) => void) | undefined;
}

/** A file that we made. */
export const OWN_FILE: KeyFileRule = { isOwn: true };

/** One that an operator names. */
export const NAMED_FILE: KeyFileRule = { isOwn: false };

/**
 * Reads a secret key from its file.
 *
 * @throws {SecretKeyError} if it is not there, holds no key, or is open to others.
 */
export async function readKeyFile(path: string, { isOwn, onExposed }: KeyFileRule): Promise<SecretKey> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (isOwn ? constants.O_NOFOLLOW : 0));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SecretKeyError(`The secret key in ${path} cannot be read: ${why}.`, { cause });
  }
  try {
    const stats = await file.stat();
    // Before its mode is judged: nobody is to be told to chmod a folder, or /dev/null. A pipe is read as a file is.
    if (!stats.isFile() && !stats.isFIFO())
      throw new SecretKeyError(`The secret key in ${path} cannot be read: that is no file.`);
    if (isOwn && (stats.mode & 0o077) !== 0) {
      throw new SecretKeyError(
        `Others may read the secret key in ${path}: make it its owner's only (chmod 600).`,
      );
    }
    const exposure = keyFileExposure(path, stats);
    if (exposure?.isRefused) throw new SecretKeyError(exposure.text);
    if (exposure) onExposed?.(exposure.text);
    return parseSecretKey(await file.readFile("utf8"), path);
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
 * Writes a new key and gives it its name in one step, so that it is on disk and complete before anything is encrypted. If
 * another process was faster its key stays; any other fault shows when the key is read.
 */
export async function makeKeyFile(path: string): Promise<void> {
  await writeKeyFile(path, randomBytes(32).toString("base64"));
}

async function writeKeyFile(path: string, key: string, like?: string): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  await file.writeFile(`${key}\n`);
  if (like !== undefined) {
    const { uid, gid } = await stat(like);
    await file.chown(uid, gid);
  }
  await file.sync();
  await file.close();
  await link(draft, path).catch(() => {});
  await rm(draft);
  await sync(dirname(path));
}

const ID = /^[0-9a-f]{16}$/;
const nextOf = (path: string, id: string) => `${path}.next-${id}`;

/** Whether files can be put beside one. */
export async function hasRoomBeside(path: string): Promise<boolean> {
  return access(dirname(path), constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Puts a key beside the one in use, which it may come to replace; its owner is that of the one in use. */
export async function putBeside(path: string, key: SecretKey): Promise<void> {
  await writeKeyFile(nextOf(path, key.id), key.toText(), path);
}

/** Takes away a key that was put beside the one in use. */
export async function removeBeside(path: string, id: string): Promise<void> {
  await rm(nextOf(path, id), { force: true });
}

/**
 * Makes the key that was put beside the one in use the one in use, and keeps the former: backups made before need it. A
 * former key is never looked for, so that nobody who writes to the database can bring one back.
 */
export async function takePlace(path: string, id: string): Promise<void> {
  const former = await readKeyFile(path, NAMED_FILE);
  if (former.id === id) return;
  await link(path, formerOf(path, former.id)).catch(() => {});
  // Another process may have been faster.
  await rename(nextOf(path, id), path).catch(() => {});
  await sync(dirname(path));
}

/** Where a former key is kept. */
export function formerOf(path: string, id: string): string {
  return `${path}.former-${id}`;
}

/** Finds the key with an id: the one in use, or one that an interrupted rotation left beside it. */
export async function findKey(path: string, rule: KeyFileRule, id: string): Promise<SecretKey | undefined> {
  if (!ID.test(id)) return undefined;
  const next = nextOf(path, id);
  if (await existing(next)) {
    const key = await readKeyFile(next, OWN_FILE);
    if (key.id !== id) return undefined;
    await takePlace(path, id);
    return key;
  }
  const key = await readKeyFile(path, rule);
  return key.id === id ? key : undefined;
}
