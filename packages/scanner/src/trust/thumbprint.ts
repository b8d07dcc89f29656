import { createHash } from "node:crypto";

const SSH_FORM = /^SHA256:([A-Za-z0-9+/]{43})=?$/i;
const TLS_FORM = /^[0-9A-F]{2}(?::?[0-9A-F]{2}){31}$/i;

/**
 * The thumbprint of a host's public key: `SHA256:` and the base64 of the SHA-256 of the key blob, without
 * padding, as `ssh-keygen -lf` prints it.
 */
export function thumbprintOf(keyBlob: Uint8Array): string {
  return `SHA256:${unpadded(createHash("sha256").update(keyBlob).digest())}`;
}

/**
 * The one form a thumbprint is kept and compared in, or `undefined` where the text is none.
 *
 * - SSH key: `SHA256:` and 43 characters of base64; a padding `=` is dropped.
 * - TLS certificate: SHA-256 as 64 hexadecimal digits; colons are dropped, lower case is raised.
 */
export function parseThumbprint(text: string): string | undefined {
  const trimmed = text.trim();
  const base64 = SSH_FORM.exec(trimmed)?.[1];
  // Only the text that encodes its 32 bytes exactly: one key, one text.
  if (base64 !== undefined) {
    return unpadded(Buffer.from(base64, "base64")) === base64 ? `SHA256:${base64}` : undefined;
  }
  return TLS_FORM.test(trimmed) ? trimmed.replaceAll(":", "").toUpperCase() : undefined;
}

/** A thumbprint in the form of SSH keys, also one that is stated in hexadecimal digits. Others stay as they are. */
export function asSshThumbprint(thumbprint: string): string {
  const parsed = parseThumbprint(thumbprint);
  return parsed === undefined || parsed.startsWith("SHA256:")
    ? (parsed ?? thumbprint)
    : `SHA256:${unpadded(Buffer.from(parsed, "hex"))}`;
}

/** Whether both texts are thumbprints, and of the same key or certificate, in whichever of the two forms. */
export function sameThumbprint(one: string, other: string): boolean {
  const both = [one, other].map((text) => parseThumbprint(text) && asSshThumbprint(text));
  return both[0] !== undefined && both[0] === both[1];
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
