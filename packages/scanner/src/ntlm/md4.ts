/**
 * MD4 (RFC 1320), which NTLM makes its key of a password with. OpenSSL 3 has it in its legacy provider alone, which
 * Node does not load. It protects nothing here but what NTLM makes of it.
 */
export function md4(data: Uint8Array): Buffer {
  const padded = pad(data);
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < padded.length; at += BLOCK) {
    const words = Array.from({ length: 16 }, (_, i) => padded.readInt32LE(at + 4 * i));
    state = sum(
      state,
      ROUNDS.reduce((mixed, round) => mix(mixed, words, round), state),
    );
  }
  const digest = Buffer.alloc(16);
  for (const [i, word] of state.entries()) digest.writeInt32LE(word, 4 * i);
  return digest;
}

type State = readonly [number, number, number, number];

/** A round of sixteen steps: which word each takes, and how far it turns. */
interface Round {
  readonly choose: (x: number, y: number, z: number) => number;
  readonly constant: number;
  readonly order: readonly number[];
  readonly turns: readonly [number, number, number, number];
}

const BLOCK = 64;

const ROUNDS: readonly Round[] = [
  {
    choose: (x, y, z) => (x & y) | (~x & z),
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    turns: [3, 7, 11, 19],
  },
  {
    choose: (x, y, z) => (x & y) | (x & z) | (y & z),
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    turns: [3, 5, 9, 13],
  },
  {
    choose: (x, y, z) => x ^ y ^ z,
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    turns: [3, 9, 11, 15],
  },
];

/** With a one after the data, zeros, and the length in bits at the end of the last block. */
function pad(data: Uint8Array): Buffer {
  const padded = Buffer.alloc((Math.floor((data.length + 8) / BLOCK) + 1) * BLOCK);
  padded.set(data);
  padded[data.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(data.length) * 8n, padded.length - 8);
  return padded;
}

function mix(state: State, words: readonly number[], { choose, constant, order, turns }: Round): State {
  let [a, b, c, d] = state;
  for (const [step, word] of order.entries()) {
    const sum = (a + choose(b, c, d) + valueAt(words, word) + constant) | 0;
    const turn = valueAt(turns, step % 4);
    [a, b, c, d] = [d, (sum << turn) | (sum >>> (32 - turn)), b, c];
  }
  return [a, b, c, d];
}

/** There is one: each order and turn is of a word that is there. */
const valueAt = (values: readonly number[], index: number) => values[index] ?? 0;

const sum = ([a, b, c, d]: State, [e, f, g, h]: State): State => [
  (a + e) | 0,
  (b + f) | 0,
  (c + g) | 0,
  (d + h) | 0,
];
