import { hkdfSync } from "node:crypto";

const BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
/** 32 bytes are 43 digits, with or without the padding; the URL alphabet counts too (RFC 4648, sections 4 and 5). */
const BASE64 = /^[\w+/-]{43}=?$/;

/** The installation's secret key cannot be used. The message is for the operator, and holds nothing of a key. */
export class SecretKeyError extends Error {
  override readonly name = "SecretKeyError";
}

/** The installation's master secret. Keys for each purpose are derived from it; it encrypts nothing itself. */
export class SecretKey {
  readonly #bytes: Buffer;
  /** Fingerprint that tells keys apart and is kept with what they encrypt; the key cannot be found from it. */
  readonly id: string;

  /** @throws {SecretKeyError} unless there are 32 bytes. */
  constructor(bytes: Buffer) {
    if (bytes.length !== BYTES)
      throw new SecretKeyError(`A secret key has ${BYTES} bytes, not ${bytes.length}.`);
    this.#bytes = bytes;
    this.id = this.derive("key id").toString("hex", 0, 8);
  }

  /** The key itself, as {@link parseSecretKey} reads it: for the file that keeps it, and nothing else. */
  toText(): string {
    return this.#bytes.toString("base64");
  }

  /** The 256-bit key for one purpose (HKDF-SHA-256, RFC 5869). */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#bytes, "", `hostscan ${purpose}`, BYTES));
  }
}

/**
 * Reads a key from text: 32 bytes as base64 or hexadecimal digits.
 *
 * @throws {SecretKeyError} otherwise; `source` says where the text came from.
 */
export function parseSecretKey(text: string, source: string): SecretKey {
  const digits = text.trim();
  if (HEX.test(digits)) return new SecretKey(Buffer.from(digits, "hex"));
  if (BASE64.test(digits)) return new SecretKey(Buffer.from(digits, "base64"));
  throw new SecretKeyError(
    `${source} must be 32 bytes as base64 or as hexadecimal digits; \`openssl rand -base64 32\` makes one.`,
  );
}
