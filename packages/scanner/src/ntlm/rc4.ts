/** RC4, as NTLM seals with: its state goes on from message to message. Node's OpenSSL 3 has it no more. */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: 256 }, (_, i) => i);
  #i = 0;
  #j = 0;

  /** @param key not empty */
  constructor(key: Uint8Array) {
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + this.#at(i) + valueAt(key, i % key.length)) & 0xff;
      this.#swap(i, j);
    }
  }

  /** Encrypts what comes next, or decrypts it. */
  apply(data: Uint8Array): Buffer {
    const out = Buffer.alloc(data.length);
    for (const [at, byte] of data.entries()) {
      this.#i = (this.#i + 1) & 0xff;
      this.#j = (this.#j + this.#at(this.#i)) & 0xff;
      this.#swap(this.#i, this.#j);
      out[at] = byte ^ this.#at((this.#at(this.#i) + this.#at(this.#j)) & 0xff);
    }
    return out;
  }

  #at(index: number): number {
    return valueAt(this.#state, index);
  }

  #swap(i: number, j: number): void {
    const held = this.#at(i);
    this.#state[i] = this.#at(j);
    this.#state[j] = held;
  }
}

/** There is one: no index is past the end. */
const valueAt = (bytes: Uint8Array, index: number) => bytes[index] ?? 0;
