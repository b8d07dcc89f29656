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
  const content = await readFile(path).catch((error: Error) => {
    throw new CommandFailure(ExitCode.Failure, `${flag}: ${error.message}`);
  });
  return notEmpty(secretIn(content, flag), `${flag}: ${path} is empty`);
}

/**
 * Text in UTF-8, or in UTF-16 where a byte order mark says so (PowerShell's `>`). The mark is no part of a secret, nor
 * is one line break at its end.
 */
function secretIn(bytes: Uint8Array, flag: string): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes).replace(/\r?\n$/, "");
  } catch {
    throw new CommandFailure(ExitCode.Failure, `${flag}: the secret is no text in UTF-8`);
  }
}

function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

function notEmpty(secret: string, otherwise: string): string {
  if (secret === "") throw new CommandFailure(ExitCode.Failure, otherwise);
  return secret;
}
