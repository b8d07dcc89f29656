import { randomBytes } from "node:crypto";
import { existing } from "../postgres/state-folder.ts";
import { type SecretKeySource, secretKeyFile } from "./load-secret-key.ts";
import { SecretKey, SecretKeyError } from "./secret-key.ts";
import {
  formerOf,
  hasRoomBeside,
  makeKeyFile,
  NAMED_FILE,
  putBeside,
  readKeyFile,
  removeBeside,
  takePlace,
} from "./secret-key-file.ts";

/** Where the new key is to come from, and what puts the database under it. */
export interface KeptRotation {
  /** File of the new key; made if it is not there. Absent: a key is made. */
  readonly newKeyFile: string | undefined;
  /** Id of the key in use. */
  readonly formerId: string;
  readonly rotate: (next: SecretKey) => Promise<unknown>;
}

/** What has become of the keys. */
export interface KeptKeys {
  readonly id: string;
  /** Where the new key is; where it is not `inPlace`, processes must be told of it. */
  readonly file: string;
  readonly inPlace: boolean;
  /** Where the former key is, if we keep it. */
  readonly formerFile?: string;
}

/**
 * Rotates the secret key of an installation. The new key is on disk before anything is under it; what is interrupted after
 * that is completed by whoever opens the installation next.
 *
 * @throws {SecretKeyError} if there is no place for the new key.
 */
export async function rotateKeptKey(source: SecretKeySource, rotation: KeptRotation): Promise<KeptKeys> {
  const { newKeyFile, formerId, rotate } = rotation;
  const file = await secretKeyFile(source);
  if (file !== undefined && (await hasRoomBeside(file))) {
    const next = newKeyFile ? await keyIn(newKeyFile) : new SecretKey(randomBytes(32));
    await putBeside(file, next);
    try {
      await rotate(next);
    } catch (error) {
      // Whether a commit was carried out may be unknown: then the key stays, for whoever finds the database under it.
      if (error instanceof SecretKeyError) await removeBeside(file, next.id);
      throw error;
    }
    await takePlace(file, next.id);
    return { id: next.id, file, inPlace: true, formerFile: formerOf(file, formerId) };
  }
  if (newKeyFile === undefined) {
    throw new SecretKeyError(
      `${file ?? "HOSTSCAN_SECRET_KEY"} cannot be changed from here: name a file for the new key (--new-key-file); it is made if it is not there.`,
    );
  }
  const next = await keyIn(newKeyFile);
  await rotate(next);
  return { id: next.id, file: newKeyFile, inPlace: false };
}

async function keyIn(path: string): Promise<SecretKey> {
  if (!(await existing(path))) await makeKeyFile(path);
  return readKeyFile(path, NAMED_FILE);
}
