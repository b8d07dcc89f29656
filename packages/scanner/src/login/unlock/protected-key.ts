import { type KeyProblem, readPrivateKey } from "../private-key.ts";

/** A private key and the passphrase that opens it. */
export interface ProtectedKey {
  readonly privateKey: string;
  readonly passphrase: string;
}

/** What a thread can hand back: the key as unprotected PEM, or what is wrong with it. */
export type Opened = { readonly pem: string } | { readonly problem: KeyProblem };

/** Opens a protected key. Blocks for as long as its maker wanted, 0.4 s and more: runs in a thread of its own. */
export function openProtectedKey({ privateKey, passphrase }: ProtectedKey): Opened {
  const key = readPrivateKey(privateKey, passphrase);
  return typeof key === "string" ? { problem: key } : { pem: key.getPrivatePEM() };
}
