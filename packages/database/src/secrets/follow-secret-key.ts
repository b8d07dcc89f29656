import type { Kysely } from "kysely";
import type { Database } from "../tables.ts";
import { currentKeyId } from "./granting-rows.ts";
import type { SecretBox } from "./secret-box.ts";
import { type SecretKey, SecretKeyError } from "./secret-key.ts";

const EVERY_MS = 2_000;

/** What following a rotation takes. */
export interface KeyFollowing {
  readonly db: Kysely<Database>;
  readonly box: SecretBox;
  readonly findSecretKey: (id: string) => Promise<SecretKey | undefined>;
  /** Hears, once, that the key in use is one that this process cannot have. */
  readonly onLost: (error: SecretKeyError) => void;
  readonly everyMs?: number;
}

/**
 * Follows rotations of the secret key that other processes make: takes the new key from its file, or tells that it cannot.
 *
 * @returns what ends it.
 */
export function followSecretKey(following: KeyFollowing): () => void {
  const { db, box, findSecretKey, onLost, everyMs = EVERY_MS } = following;
  let over = false;
  let timer: NodeJS.Timeout;

  async function look(): Promise<void> {
    const id = await currentKeyId(db);
    if (id === undefined || id === box.keyId) return;
    const key = await findSecretKey(id).catch(() => undefined);
    if (key !== undefined) return box.adopt(key);
    throw new SecretKeyError(
      `The secret key was rotated to ${id}, which this process does not have: set it, and start again.`,
    );
  }

  function lookAgain(): void {
    timer = setTimeout(() => {
      look().then(
        () => over || lookAgain(),
        (error) => {
          if (over) return;
          if (error instanceof SecretKeyError) onLost(error);
          // A database out of reach is told elsewhere, and comes back.
          else lookAgain();
        },
      );
    }, everyMs);
    timer.unref();
  }

  lookAgain();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
