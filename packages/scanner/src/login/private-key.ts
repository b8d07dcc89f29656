import { createPrivateKey, type KeyObject } from "node:crypto";
import ssh2, { type ParsedKey } from "ssh2";
import { ed25519ToOpenSsh } from "./ed25519.ts";
import { keyBlock } from "./key-text.ts";

/** Why a private key cannot be used: no key at all, or none without (another) passphrase. */
export type KeyProblem = "unreadable" | "locked";

/**
 * Reads a private key: OpenSSH, PEM (PKCS #1, SEC 1, PKCS #8) or PuTTY text, protected or not.
 * Opening a protected key is meant to be slow (bcrypt, in JavaScript): see `unlockPrivateKey`.
 */
export function readPrivateKey(file: string, passphrase?: string): ParsedKey | KeyProblem {
  const text = keyBlock(file);
  const parsed = ssh2.utils.parseKey(text, passphrase);
  if (!(parsed instanceof Error)) return parsed.isPrivateKey() ? parsed : "unreadable";
  // ssh2 has no codes for it.
  if (/passphrase|authenticate data/i.test(parsed.message)) return "locked";
  return readPkcs8(text, passphrase);
}

/** ssh2 reads no PKCS #8; Node does, and writes what ssh2 reads. */
function readPkcs8(text: string, passphrase: string | undefined): ParsedKey | KeyProblem {
  let key: KeyObject;
  try {
    key = createPrivateKey(passphrase === undefined ? text : { key: text, passphrase });
  } catch {
    return /^-----BEGIN ENCRYPTED PRIVATE KEY-----/m.test(text) ? "locked" : "unreadable";
  }
  const parsed = ssh2.utils.parseKey(toSsh2Text(key));
  return parsed instanceof Error ? "unreadable" : parsed;
}

function toSsh2Text(key: KeyObject): string | Buffer {
  switch (key.asymmetricKeyType) {
    case "rsa":
      return key.export({ type: "pkcs1", format: "pem" });
    case "ec":
      return key.export({ type: "sec1", format: "pem" });
    case "ed25519":
      return ed25519ToOpenSsh(key);
    default:
      return "";
  }
}
