import type { KeyObject } from "node:crypto";

const BLOCK = 8;

/** Writes an Ed25519 private key in OpenSSH's own form, unprotected (openssh/PROTOCOL.key): the one ssh2 reads. */
export function ed25519ToOpenSsh(key: KeyObject): string {
  const { x = "", d = "" } = key.export({ format: "jwk" });
  const type = field("ssh-ed25519");
  const publicKey = field(Buffer.from(x, "base64url"));
  const secret = Buffer.concat([Buffer.from(d, "base64url"), Buffer.from(x, "base64url")]);
  const content = Buffer.concat([
    Buffer.alloc(8), // two equal check numbers
    type,
    publicKey,
    field(secret),
    field(""), // comment
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (BLOCK - (content.length % BLOCK)) % BLOCK);
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"), // cipher
    field("none"), // key derivation
    field(""), // and its options
    Buffer.from([0, 0, 0, 1]), // keys
    field(Buffer.concat([type, publicKey])),
    field(Buffer.concat([content, padding])),
  ]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${file.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

/** A string as SSH writes it: its length, then its bytes (RFC 4251, 5). */
function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
