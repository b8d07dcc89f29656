/** What a host says to begin with (MS-NLMP, 2.2.1.2), as far as an answer needs it. */
export interface Challenge {
  readonly flags: number;
  /** Eight bytes. */
  readonly challenge: Buffer;
  /** What the host tells of itself, by {@link Pair}, in its order. */
  readonly pairs: ReadonlyMap<number, Buffer>;
}

/** What both ends may ask for and agree upon (2.2.2.5). */
export const Flag = {
  unicode: 0x1,
  requestTarget: 0x4,
  sign: 0x10,
  seal: 0x20,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  extendedSecurity: 0x80000,
  targetInfo: 0x800000,
  version: 0x2000000,
  bits128: 0x20000000,
  keyExchange: 0x40000000,
  bits56: 0x80000000,
} as const;

/** What is told in pairs of an id and a value (2.2.2.1). */
export const Pair = { end: 0, flags: 6, timestamp: 7, targetName: 9, channelBindings: 10 } as const;

/** With these a message begins. */
export const SIGNATURE = Buffer.from("NTLMSSP\0", "latin1");

/** Without these nothing is answered: what is left is an NTLM that tells more of a password than its version 2 does. */
const NEEDED =
  Flag.unicode | Flag.extendedSecurity | Flag.ntlm | Flag.bits128 | Flag.keyExchange | Flag.sign | Flag.seal;

/** Up to the target's information. */
const SHORTEST = 48;

/** A challenge's values are few and short: names, a time, flags. */
const MOST_BYTES = 16 * 1024;

/** Reads a challenge; `undefined` where it is none, lies about its lengths, or wants an NTLM that is not spoken here. */
export function readChallenge(message: Buffer): Challenge | undefined {
  if (message.length < SHORTEST || message.length > MOST_BYTES) return undefined;
  if (!message.subarray(0, 8).equals(SIGNATURE) || message.readUInt32LE(8) !== 2) return undefined;
  const flags = message.readUInt32LE(20);
  if ((flags & NEEDED) !== NEEDED) return undefined;
  const length = message.readUInt16LE(40);
  const offset = message.readUInt32LE(44);
  // Either may lie.
  if (offset + length > message.length) return undefined;
  const pairs = readPairs(message.subarray(offset, offset + length));
  return pairs && { flags, challenge: Buffer.from(message.subarray(24, 32)), pairs };
}

/** `undefined` where a length lies, or a value that is read as a number is none. */
function readPairs(info: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= info.length; ) {
    const id = info.readUInt16LE(at);
    const end = at + 4 + info.readUInt16LE(at + 2);
    if (id === Pair.end) break;
    if (end > info.length) return undefined;
    pairs.set(id, Buffer.from(info.subarray(at + 4, end)));
    at = end;
  }
  const { length: flagBytes } = pairs.get(Pair.flags) ?? { length: 4 };
  const { length: timeBytes } = pairs.get(Pair.timestamp) ?? { length: 8 };
  return flagBytes === 4 && timeBytes === 8 ? pairs : undefined;
}
