import { createCipheriv, randomBytes } from "node:crypto";
import type { SealedSecret, SecretPlace } from "@hostscan/database";
import { SecretKey } from "@hostscan/database";

/** A secret in the form of releases before rows had MACs: version 1, nonce, tag, ciphertext. */
export function formerSecret(keyBytes: Buffer, { table, id }: SecretPlace, text: string): SealedSecret {
  const key = new SecretKey(keyBytes);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key.derive("stored secrets"), nonce);
  cipher.setAAD(Buffer.from(JSON.stringify([1, key.id, table, id])));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return { secret: Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]), key_id: key.id };
}
