import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";

/**
 * Reads a secret that was piped in. One line break at its end, which `echo` adds, is not part of it.
 *
 * @throws {CommandFailure} where nothing came.
 */
export async function secretFromStdin({ stdin }: Pick<Io, "stdin">, flag: string): Promise<string> {
  return notEmpty(secretIn(await buffer(stdin), flag), `${flag}: nothing came on standard input`);
}

/**
 * Reads a secret kept in a file, without a line break at its end.
 *
 * @throws {CommandFailure} where it cannot be read or is empty.
 */
export async function secretFromFile(path: string, flag: string): Promise<string> {
  return notEmpty(secretIn(await contentOf(path, flag), flag), `${flag}: ${path} is empty`);
}

/**
 * Reads a keytab, which is no text; in base64.
 *
 * @throws {CommandFailure} where it cannot be read or is empty.
 */
export async function keytabFromFile(path: string, flag: string): Promise<string> {
  return notEmpty((await contentOf(path, flag)).toString("base64"), `${flag}: ${path} is empty`);
}

function contentOf(path: string, flag: string): Promise<Buffer> {
  return readFile(path).catch((error: Error) => {
    throw new CommandFailure(ExitCode.Failure, `${flag}: ${error.message}`);
  });
}

/** Keys that are no text, by what they begin with in Latin-1. */
const BINARY: readonly (readonly [string, string])[] = [
  ["SSH PRIVATE KEY FILE FORMAT 1.1", "a key of SSH 1, which hosts no longer take: make a new one"],
  ["0", "a key in DER or PKCS #12, no text: convert it to PEM (openssl pkey, openssl pkcs12)"],
  ["\xfe\xed\xfe\xed", "a Java keystore: export the key in PEM (keytool, openssl pkcs12)"],
];

function binaryFormat(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString("latin1");
  return BINARY.find(([begin]) => text.startsWith(begin))?.[1];
}

/**
 * Text in UTF-8, or in UTF-16 where a byte order mark (PowerShell's `>`) or NULs say so: no secret has any. The mark is no
 * part of a secret, nor is one line break at its end.
 */
function secretIn(bytes: Uint8Array, flag: string): string {
  const text = decoded(bytes);
  if (text === undefined || text.includes("\0")) {
    const format = flag.startsWith("--private-key") ? binaryFormat(bytes) : undefined;
    throw new CommandFailure(
      ExitCode.Failure,
      `${flag}: the secret is ${format ?? "no text in UTF-8 or UTF-16"}`,
    );
  }
  return text.replace(/\r?\n$/, "");
}

/** Text in UTF-8 or UTF-16, without its byte order mark; undefined where it is none. */
export function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if ((first === 0xff && second === 0xfe) || second === 0) return "utf-16le";
  return (first === 0xfe && second === 0xff) || first === 0 ? "utf-16be" : "utf-8";
}

function notEmpty(secret: string, otherwise: string): string {
  if (secret === "") throw new CommandFailure(ExitCode.Failure, otherwise);
  return secret;
}
