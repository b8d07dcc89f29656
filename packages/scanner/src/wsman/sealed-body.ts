import type { Sealed } from "../ntlm/session.ts";

const PROTOCOL = "application/HTTP-SPNEGO-session-encrypted";
const BOUNDARY = "Encrypted Boundary";
/** The `Content-Type` of a plain body. */
export const PLAIN_TYPE = "application/soap+xml;charset=UTF-8";

/** The `Content-Type` of a sealed body. */
export const SEALED_TYPE = `multipart/encrypted;protocol="${PROTOCOL}";boundary="${BOUNDARY}"`;

/** Longer than any signature: Kerberos' has 60 bytes, NTLM's 16. */
const LONGEST_SIGNATURE = 1024;

/** Writes a sealed body (MS-WSMV, 2.2.9.1.1); `plainBytes` is the length of what was sealed. */
export function writeSealedBody({ signature, data }: Sealed, plainBytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signature.length);
  // The lines begin with a tab, as Windows writes them (2.2.9.1.1.2).
  const head =
    `--${BOUNDARY}\r\n\tContent-Type: ${PROTOCOL}\r\n` +
    `\tOriginalContent: type=${PLAIN_TYPE};Length=${plainBytes}\r\n` +
    `--${BOUNDARY}\r\n\tContent-Type: application/octet-stream\r\n`;
  return Buffer.concat([Buffer.from(head), length, signature, data, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** Whether a body of this `Content-Type` is sealed. */
export function isSealedType(type: string | undefined): boolean {
  return /^multipart\/encrypted\b/i.test(type ?? "");
}

const HEAD_END = Buffer.from("application/octet-stream\r\n");
const BODY_END = Buffer.from(`--${BOUNDARY}--`);

/** Reads a sealed body; `undefined` where it is none, or lies about a length. */
export function readSealedBody(body: Buffer): Sealed | undefined {
  const head = body.indexOf(HEAD_END);
  const end = body.lastIndexOf(BODY_END);
  const begin = head + HEAD_END.length;
  if (head < 0 || end < begin + 4) return undefined;
  const length = body.readUInt32LE(begin);
  const dataAt = begin + 4 + length;
  if (length > LONGEST_SIGNATURE || dataAt > end) return undefined;
  return { signature: body.subarray(begin + 4, dataAt), data: body.subarray(dataAt, end) };
}
