import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
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

const ALGORITHM = "aes-256-gcm";
/** First byte of every secret, for the day its layout changes. */
const VERSION = 1;
/** NIST SP 800-38D: 96 random bits allow 2^32 messages under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** Encrypts secrets with authentication: AES-256-GCM, laid out as version, nonce, tag, ciphertext. */
export class SecretBox {
  readonly #key: Buffer;
  readonly keyId: string;

  constructor(key: SecretKey) {
    this.#key = key.derive("stored secrets");
    this.keyId = key.id;
  }

  seal(place: SecretPlace, text: string): SealedSecret {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(this.#context(VERSION, place));
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    const secret = Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    return { secret, key_id: this.keyId };
  }

  /** @throws {SecretKeyError} if the secret was made with another key, for another row, or was changed since. */
  open(place: SecretPlace, { secret, key_id }: SealedSecret): string {
    const { table, id } = place;
    if (key_id !== this.keyId) {
      throw new SecretKeyError(
        `The secret of ${table} ${id} was made with key ${key_id}, not ${this.keyId}.`,
      );
    }
    try {
      const version = secret.readUInt8(0);
      const nonce = secret.subarray(1, 1 + NONCE_BYTES);
      const decipher = createDecipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(this.#context(version, place));
      decipher.setAuthTag(secret.subarray(1 + NONCE_BYTES, HEAD_BYTES));
      return decipher.update(secret.subarray(HEAD_BYTES), undefined, "utf8") + decipher.final("utf8");
    } catch {
      throw new SecretKeyError(
        `The secret of ${table} ${id} was changed outside of Hostscan and does not open.`,
      );
    }
  }

  /** What is authenticated beside the text. */
  #context(version: number, { table, id }: SecretPlace): Buffer {
    return Buffer.from(JSON.stringify([version, this.keyId, table, id]));
  }
}
