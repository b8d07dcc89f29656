import { createPrivateKey, type KeyObject } from "node:crypto";
import ssh2, { type ParsedKey } from "ssh2";
import { codeOf } from "../failure.ts";
import { ed25519ToOpenSsh } from "./ed25519.ts";
import { keyBlock, type UNUSABLE } from "./key-text.ts";

/** Why a private key cannot be used: no key at all, none without (another) passphrase, or none for SSH. */
export type KeyProblem = "unreadable" | "locked" | keyof typeof UNUSABLE;

/**
 * Reads a private key: OpenSSH, PEM (PKCS #1, SEC 1, PKCS #8) or PuTTY text, protected or not.
 * Opening a protected key is meant to be slow (bcrypt, in JavaScript): see `unlockPrivateKey`.
 */
export function readPrivateKey(file: string, passphrase?: string): ParsedKey | KeyProblem {
  const text = keyBlock(file);
  const parsed = ssh2.utils.parseKey(text, passphrase);
  // ssh2 has no codes for it.
  if (parsed instanceof Error && /passphrase|authenticate data/i.test(parsed.message)) return "locked";
  const key = parsed instanceof Error ? readByNode(text, passphrase) : parsed;
  if (typeof key === "string") return key;
  if (!key.isPrivateKey()) return "unreadable";
  return key.type === "ssh-dss" ? "DSA" : key;
}

/** ssh2 reads no PKCS #8, and not every cipher of PEM; Node does, and writes what ssh2 reads. */
function readByNode(text: string, passphrase: string | undefined): ParsedKey | KeyProblem {
  let key: KeyObject;
  try {
    key = createPrivateKey(passphrase === undefined ? text : { key: text, passphrase });
  } catch (error) {
    if (!PROTECTED.test(text)) return "unreadable";
    return codeOf(error) === "ERR_OSSL_EVP_UNSUPPORTED" ? "under an old cipher" : "locked";
  }
  if (key.asymmetricKeyType === "dsa") return "DSA";
  const parsed = ssh2.utils.parseKey(toSsh2Text(key));
  return parsed instanceof Error ? "no key of SSH" : parsed;
}

/** As PKCS #8 and, before it, PEM (RFC 1421) say so. */
const PROTECTED = /^(?:-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: ?4, ?ENCRYPTED)/m;

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
