import { createHash, createHmac, randomBytes } from "node:crypto";
import { type Challenge, Flag, Pair, readChallenge, SIGNATURE } from "./challenge.ts";
import { md4 } from "./md4.ts";
import { Rc4 } from "./rc4.ts";
import { NtlmSession } from "./session.ts";

/** Whose login it is. */
export interface NtlmAccount {
  readonly user: string;
  /** Empty for an account of the host itself, and where the name says it (`user@example.com`). */
  readonly domain: string;
  readonly password: string;
}

/** What ties a login to one host and one connection. */
export interface NtlmTies {
  /** What the host is called by who connects to it, as in `HTTP/web.example`. */
  readonly targetName: string;
  /** Of the certificate of the connection (RFC 5929, `tls-server-end-point:` and the digest); none without TLS. */
  readonly channelBinding?: Uint8Array | undefined;
}

/** What is drawn by chance, or read from the clock: given where a test has to know it. */
export interface NtlmChance {
  /** Eight bytes. */
  readonly clientChallenge: Uint8Array;
  /** Sixteen bytes. */
  readonly sessionKey: Uint8Array;
  /** Hundreds of nanoseconds since 1601. */
  readonly time: bigint;
}

/** The answer to a challenge, and what is sealed with from there on. */
export interface NtlmAnswer {
  readonly message: Buffer;
  readonly session: NtlmSession;
}

const ASKED =
  Flag.unicode |
  Flag.requestTarget |
  Flag.sign |
  Flag.seal |
  Flag.ntlm |
  Flag.alwaysSign |
  Flag.extendedSecurity |
  Flag.targetInfo |
  Flag.version |
  Flag.bits128 |
  Flag.keyExchange |
  Flag.bits56;

/** A Windows 10 (2.2.2.10): what is said of a version changes nothing, but some want one. */
const VERSION = Buffer.from([10, 0, 0x63, 0x45, 0, 0, 0, 15]);

/** Where the message's code and the fields after it begin, behind the version. */
const MIC_AT = 72;
const FIELDS_AT = MIC_AT + 16;

/** The first message: what is asked for. It holds nothing of the account. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(40);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(ASKED >>> 0, 12);
  VERSION.copy(message, 32);
  return message;
}

/**
 * Answers a challenge by NTLM version 2, with the messages' code (MIC) wherever the host tells the time.
 *
 * @param negotiated the first message, as it was sent
 * @returns `undefined` where the challenge is none, or wants an older NTLM: then nothing of the account is told.
 */
export function answerChallenge(
  negotiated: Buffer,
  challenge: Buffer,
  account: NtlmAccount,
  ties: NtlmTies,
  chance: NtlmChance = draw(),
): NtlmAnswer | undefined {
  const read = readChallenge(challenge);
  if (read === undefined) return undefined;
  const key = ownerKey(account);
  const proved = prove(key, read, ties, chance);
  const exportedKey = Buffer.from(chance.sessionKey);
  const message = authenticateMessage((read.flags & ASKED) >>> 0, [
    proved.lm,
    proved.nt,
    utf16(account.domain),
    utf16(account.user),
    Buffer.alloc(0),
    new Rc4(proved.sessionBaseKey).apply(exportedKey),
  ]);
  if (proved.withCode) hmac(exportedKey, negotiated, challenge, message).copy(message, MIC_AT);
  return { message, session: new NtlmSession(exportedKey) };
}

/** NTOWFv2 (3.3.2). */
export function ownerKey({ user, domain, password }: NtlmAccount): Buffer {
  return hmac(md4(utf16(password)), utf16(upperCase(user) + domain));
}

/** As Windows does it: each character for itself, so that a name stays as long as it is. */
const upperCase = (name: string) =>
  name.replace(/\p{Ll}/gu, (letter) => {
    const upper = letter.toUpperCase();
    return upper.length === 1 ? upper : letter;
  });

/** What proves that the password is known (3.3.2), tied to the host and the connection. */
export function prove(
  key: Buffer,
  { challenge, pairs: told }: Pick<Challenge, "challenge" | "pairs">,
  { targetName, channelBinding }: Partial<NtlmTies>,
  { clientChallenge, time }: Pick<NtlmChance, "clientChallenge" | "time">,
) {
  const timestamp = told.get(Pair.timestamp);
  const pairs = new Map(told);
  // What a login is tied to is not for the host to say: it could name another that it passes the login on to.
  for (const tie of [Pair.channelBindings, Pair.targetName]) pairs.delete(tie);
  const withCode = timestamp !== undefined;
  if (withCode) pairs.set(Pair.flags, uint32((told.get(Pair.flags)?.readUInt32LE() ?? 0) | CODE_FOLLOWS));
  if (channelBinding !== undefined) pairs.set(Pair.channelBindings, bindingDigest(channelBinding));
  if (targetName !== undefined) pairs.set(Pair.targetName, utf16(targetName));
  const temp = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    timestamp ?? uint64(time),
    clientChallenge,
    Buffer.alloc(4),
    pairBytes(pairs),
    Buffer.alloc(4),
  ]);
  const proof = hmac(key, challenge, temp);
  // Where the host tells the time, it wants no second proof of an older kind (3.1.5.1.2).
  const lm = withCode
    ? Buffer.alloc(24)
    : Buffer.concat([hmac(key, challenge, clientChallenge), clientChallenge]);
  return { nt: Buffer.concat([proof, temp]), lm, sessionBaseKey: hmac(key, proof), withCode };
}

/** Said to the host of the code over all messages (2.2.2.1, MsvAvFlags). */
const CODE_FOLLOWS = 2;

/** The digest of a `gss_channel_bindings_struct` that holds no addresses (2.2.2.1; RFC 4121, 4.1.1.2). */
function bindingDigest(binding: Uint8Array): Buffer {
  return createHash("md5").update(Buffer.alloc(16)).update(uint32(binding.length)).update(binding).digest();
}

/** The third message (2.2.1.3), its code left empty. */
function authenticateMessage(flags: number, fields: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(FIELDS_AT);
  SIGNATURE.copy(head);
  head.writeUInt32LE(3, 8);
  let offset = FIELDS_AT;
  for (const [index, { length }] of fields.entries()) {
    const at = 12 + 8 * index;
    head.writeUInt16LE(length, at);
    head.writeUInt16LE(length, at + 2);
    head.writeUInt32LE(offset, at + 4);
    offset += length;
  }
  head.writeUInt32LE(flags, 60);
  VERSION.copy(head, 64);
  return Buffer.concat([head, ...fields]);
}

function pairBytes(pairs: ReadonlyMap<number, Buffer>): Buffer {
  const written = [...pairs].map(([id, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat([...written, Buffer.alloc(4)]);
}

/** Milliseconds from 1601 to 1970. */
const EPOCH_MS = 11_644_473_600_000n;

function draw(): NtlmChance {
  const time = (BigInt(Date.now()) + EPOCH_MS) * 10_000n;
  return { clientChallenge: randomBytes(8), sessionKey: randomBytes(16), time };
}

const utf16 = (text: string) => Buffer.from(text, "utf16le");

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  return parts.reduce((code, part) => code.update(part), createHmac("md5", key)).digest();
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}
