import { join } from "node:path";
import { prepareDataFolder } from "../postgres/data-folder.ts";
import { existing } from "../postgres/state-folder.ts";
import { parseSecretKey, type SecretKey, SecretKeyError } from "./secret-key.ts";
import { findKey, makeKeyFile, NAMED_FILE, OWN_FILE, readKeyFile } from "./secret-key-file.ts";

/** Where the secret key comes from: the environment, a file that is named, or else a file in the data folder. */
export interface SecretKeySource {
  /** Value of `HOSTSCAN_SECRET_KEY`. */
  readonly value?: string | undefined;
  /** Value of `HOSTSCAN_SECRET_KEY_FILE`. */
  readonly file?: string | undefined;
  /** Folder for the key's file, where the installation runs its own database. */
  readonly dataDir?: string | undefined;
  /** Hears that others may read the named file, where that is how hosts mount secrets. */
  readonly onExposed?: ((text: string) => void) | undefined;
}

const FILE = "secret-key";

/** The file that holds the key; undefined where the environment does. */
export async function secretKeyFile({ value, file, dataDir }: SecretKeySource): Promise<string | undefined> {
  if (value !== undefined) return undefined;
  if (file !== undefined || dataDir === undefined) return file;
  return join(await prepareDataFolder(dataDir), FILE);
}

/**
 * Gives the installation's secret key. Where neither its value nor its file is named, it is read from a file that only
 * its owner can read, which is made the first time.
 *
 * @throws {SecretKeyError} if there is no key, or none that can be used.
 */
export async function loadSecretKey(source: SecretKeySource): Promise<SecretKey> {
  if (source.value !== undefined) return parseSecretKey(source.value, "HOSTSCAN_SECRET_KEY");
  const path = await secretKeyFile(source);
  if (path === undefined) {
    throw new SecretKeyError(
      "HOSTSCAN_SECRET_KEY or HOSTSCAN_SECRET_KEY_FILE must be set where DATABASE_URL is; `openssl rand -base64 32` makes one.",
    );
  }
  if (source.file !== undefined) return readKeyFile(path, { ...NAMED_FILE, onExposed: source.onExposed });
  if (!(await existing(path))) await makeKeyFile(path);
  return readKeyFile(path, OWN_FILE);
}

/** Finds the key with an id in the file that holds the key, which a rotation has replaced or was about to. */
export async function findSecretKey(source: SecretKeySource, id: string): Promise<SecretKey | undefined> {
  const path = await secretKeyFile(source);
  return path === undefined
    ? undefined
    : findKey(path, source.file === undefined ? OWN_FILE : NAMED_FILE, id);
}
