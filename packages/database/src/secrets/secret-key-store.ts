import type { Kysely } from "kysely";
import type { Database } from "../tables.ts";
import { followSecretKey } from "./follow-secret-key.ts";
import type { Rewritten } from "./rewrite-secrets.ts";
import { rotateSecretKey } from "./rotate-secret-key.ts";
import type { SecretBox } from "./secret-box.ts";
import type { SecretKey, SecretKeyError } from "./secret-key.ts";
import type { SecretsSetting } from "./secret-key-state.ts";

/** The secret key that an installation's database is under. */
export interface SecretKeyStore {
  /** Id of the key in use. */
  id(): string;
  /** Puts the database under another key, all at once; the key itself is kept elsewhere. */
  rotate(next: SecretKey): Promise<Rewritten>;
  /**
   * Takes new keys as other processes rotate them; `onLost` hears once that there is one which this process cannot have.
   *
   * @returns what ends it.
   */
  follow(onLost: (error: SecretKeyError) => void): () => void;
}

/** Rotations are audited under the name of the setting's actor. */
export function createSecretKeyStore(
  db: Kysely<Database>,
  box: SecretBox,
  { actor, findSecretKey = async () => undefined }: Omit<SecretsSetting, "secretKey">,
): SecretKeyStore {
  return {
    id: () => box.keyId,
    rotate: (next) => rotateSecretKey(db, { box, next, actor }),
    follow: (onLost) => followSecretKey({ db, box, findSecretKey, onLost }),
  };
}
