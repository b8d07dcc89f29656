import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { MacColumns } from "../tables.ts";
import type { SecretKey } from "./secret-key.ts";
import { SecretKeyError } from "./secret-key.ts";

/** The row that holds a secret. The ciphertext is bound to it: moved to another row it does not open. */
export interface SecretPlace {
  readonly table: "app_user" | "credential" | "signing_key";
  readonly id: string;
}

/** A secret as it is stored: the columns `secret` and `key_id`. */
export interface SealedSecret {
  readonly secret: Buffer;
  readonly key_id: string;
}

/** What a MAC says of a text: it is right, or wrong or absent, or of a key that this process does not have. */
export type MacVerdict = "right" | "wrong" | "other key";

const ALGORITHM = "aes-256-gcm";
/** First byte of every secret: 2 since rows have MACs. A database whose secrets are of 1 has none yet. */
const VERSION = 2;
const VERSION_WITHOUT_MACS = 1;
/** NIST SP 800-38D: 96 random bits allow 2^32 messages under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** A former key may be known to others: it counts no longer than a statement under way may take. */
const FORMER_KEY_MS = 30_000;

interface DerivedKeys {
  readonly id: string;
  readonly secrets: Buffer;
  readonly macs: Buffer;
}

function derive(key: SecretKey): DerivedKeys {
  return { id: key.id, secrets: key.derive("stored secrets"), macs: key.derive("row macs") };
}

/**
 * Encrypts secrets with authentication, AES-256-GCM, laid out as version, nonce, tag, ciphertext; and authenticates
 * rows, HMAC-SHA-256. Each has a key of its own, derived from the secret key.
 */
export class SecretBox {
  #given: DerivedKeys | undefined;
  #former: { readonly key: DerivedKeys; readonly until: number } | undefined;

  /** @param key none where nothing is to be opened or vouched for: whatever needs it then throws. */
  constructor(key: SecretKey | undefined) {
    this.#given = key && derive(key);
  }

  get #current(): DerivedKeys {
    if (this.#given !== undefined) return this.#given;
    throw new SecretKeyError("This needs the secret key, and was begun without it.");
  }

  /** Fingerprint of the key that it encrypts with. */
  get keyId(): string {
    return this.#current.id;
  }

  /** Uses another key from now on, since the secret key was rotated; what was read a moment ago still opens. */
  adopt(key: SecretKey): void {
    this.#former = { key: this.#current, until: performance.now() + FORMER_KEY_MS };
    this.#given = derive(key);
  }

  #find(id: string): DerivedKeys | undefined {
    if (id === this.#current.id) return this.#current;
    const former = this.#former;
    return former !== undefined && former.key.id === id && performance.now() < former.until
      ? former.key
      : undefined;
  }

  seal(place: SecretPlace, text: string): SealedSecret {
    const nonce = randomBytes(NONCE_BYTES);
    const { id, secrets } = this.#current;
    const cipher = createCipheriv(ALGORITHM, secrets, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(contextOf(VERSION, id, place));
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    const secret = Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    return { secret, key_id: id };
  }

  /** @throws {SecretKeyError} if the secret was made with another key, for another row, or was changed since. */
  open(place: SecretPlace, { secret, key_id }: SealedSecret): string {
    const { table, id } = place;
    const key = this.#find(key_id);
    if (key === undefined) {
      throw new SecretKeyError(
        `The secret of ${table} ${id} was made with key ${key_id}, not ${this.keyId}.`,
      );
    }
    try {
      const version = secret.readUInt8(0);
      const nonce = secret.subarray(1, 1 + NONCE_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key.secrets, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(contextOf(version, key.id, place));
      decipher.setAuthTag(secret.subarray(1 + NONCE_BYTES, HEAD_BYTES));
      return decipher.update(secret.subarray(HEAD_BYTES), undefined, "utf8") + decipher.final("utf8");
    } catch {
      throw new SecretKeyError(
        `The secret of ${table} ${id} was changed outside of Hostscan and does not open.`,
      );
    }
  }

  /** Authenticates a text that names what it is of. */
  mac(text: string): { readonly mac: Buffer; readonly mac_key_id: string } {
    return { mac: macOf(this.#current, text), mac_key_id: this.#current.id };
  }

  judge(text: string, { mac, mac_key_id }: Readonly<MacColumns>): MacVerdict {
    if (mac === null || mac_key_id === null) return "wrong";
    const key = this.#find(mac_key_id);
    if (key === undefined) return "other key";
    const right = macOf(key, text);
    return mac.length === right.length && timingSafeEqual(mac, right) ? "right" : "wrong";
  }
}

/** Whether a secret is from before rows had MACs. */
export function isFromBeforeMacs({ secret }: Pick<SealedSecret, "secret">): boolean {
  return secret[0] === VERSION_WITHOUT_MACS;
}

/** What is authenticated beside a secret's text. */
function contextOf(version: number, keyId: string, { table, id }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, table, id]));
}

function macOf({ id, macs }: DerivedKeys, text: string): Buffer {
  return createHmac("sha256", macs)
    .update(JSON.stringify([id, text]))
    .digest();
}
