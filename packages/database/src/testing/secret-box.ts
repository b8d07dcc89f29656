import { randomBytes } from "node:crypto";
import { SecretBox } from "../secrets/secret-box.ts";
import { SecretKey } from "../secrets/secret-key.ts";

/** A box with a key that no other has. */
export function makeSecretBox(): SecretBox {
  return new SecretBox(new SecretKey(randomBytes(32)));
}
