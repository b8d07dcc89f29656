import { createHash, randomBytes } from "node:crypto";

/** Tells keys from other tokens, for people, for us and for scanners that look for leaked secrets. */
const MARK = "hsk";
const FORM = /^hsk_([0-9a-f]{12})_[\w-]{43}$/;
const PREFIX_BYTES = 6;
/** 256 random bits: nobody guesses them, so that a plain digest is as good as a slow one. */
const SECRET_BYTES = 32;

/** A new key: `hsk_`, the prefix that names it, and the secret. */
export function makeKey(): { readonly key: string; readonly prefix: string; readonly digest: Buffer } {
  const prefix = randomBytes(PREFIX_BYTES).toString("hex");
  const key = `${MARK}_${prefix}_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { key, prefix, digest: digestOf(key) };
}

/** The prefix of what has the form of a key; undefined for anything else. */
export function prefixOf(token: string): string | undefined {
  return FORM.exec(token)?.[1];
}

/** What is kept of a key. */
export function digestOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
