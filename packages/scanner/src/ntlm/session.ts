import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { Rc4 } from "./rc4.ts";

/** A message, encrypted, and what proves that nobody has changed it. */
export interface Sealed {
  readonly signature: Buffer;
  readonly data: Buffer;
}

/** Which end of a connection this is. */
export type End = "client" | "server";

/** One direction of a session: what is sealed goes by the order it was sent in. */
class Direction {
  readonly #signingKey: Buffer;
  readonly #sealingKey: Buffer;
  #cipher: Rc4;
  #sequence = 0;

  constructor(exportedKey: Buffer, from: End) {
    const to = from === "client" ? "server" : "client";
    const key = (what: string) =>
      createHash("md5")
        .update(exportedKey)
        .update(`session key to ${from}-to-${to} ${what} key magic constant\0`, "latin1")
        .digest();
    this.#signingKey = key("signing");
    this.#sealingKey = key("sealing");
    this.#cipher = new Rc4(this.#sealingKey);
  }

  encrypt(data: Uint8Array): Buffer {
    return this.#cipher.apply(data);
  }

  /** The next message's signature (MS-NLMP, 3.4.4.2). */
  sign(text: Uint8Array): Buffer {
    const signature = Buffer.alloc(16);
    signature.writeUInt32LE(1);
    signature.writeUInt32LE(this.#sequence++ >>> 0, 12);
    const digest = createHmac("md5", this.#signingKey).update(signature.subarray(12)).update(text).digest();
    this.#cipher.apply(digest.subarray(0, 8)).copy(signature, 4);
    return signature;
  }

  /** After SPNEGO's own signature the cipher begins anew; the numbers go on (MS-SPNG, 3.3.5.1). */
  restartCipher(): void {
    this.#cipher = new Rc4(this.#sealingKey);
  }
}

/** Signs and seals with what a login agreed upon (MS-NLMP, 3.4): extended session security, 128 bits, key exchange. */
export class NtlmSession {
  readonly #out: Direction;
  readonly #in: Direction;

  /** @param exportedKey sixteen bytes, known to both ends */
  constructor(exportedKey: Buffer, here: End = "client") {
    this.#out = new Direction(exportedKey, here);
    this.#in = new Direction(exportedKey, here === "client" ? "server" : "client");
  }

  seal(text: Uint8Array): Sealed {
    const data = this.#out.encrypt(text);
    return { signature: this.#out.sign(text), data };
  }

  /** What was sealed; `undefined` where the signature is not that of the other end, or not of the next message. */
  unseal({ signature, data }: Sealed): Buffer | undefined {
    const text = this.#in.encrypt(data);
    return same(this.#in.sign(text), signature) ? text : undefined;
  }

  /** Signs the list of mechanisms that SPNEGO began with, which nobody else can have changed then. */
  signMechanisms(list: Uint8Array): Buffer {
    const signature = this.#out.sign(list);
    this.#out.restartCipher();
    return signature;
  }

  /** Whether the other end has signed the same list. */
  verifyMechanisms(list: Uint8Array, signature: Uint8Array): boolean {
    const verified = same(this.#in.sign(list), signature);
    this.#in.restartCipher();
    return verified;
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
