import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";

/**
 * Reads a secret that was piped in. One line break at its end, which `echo` adds, is not part of it.
 *
 * @throws {CommandFailure} where nothing came.
 */
export async function secretFromStdin({ stdin }: Pick<Io, "stdin">, flag: string): Promise<string> {
  return notEmpty(withoutLastBreak(await text(stdin)), `${flag}: nothing came on standard input`);
}

/**
 * Reads a secret kept in a file, without a line break at its end.
 *
 * @throws {CommandFailure} where it cannot be read or is empty.
 */
export async function secretFromFile(path: string, flag: string): Promise<string> {
  const content = await readFile(path, "utf8").catch((error: Error) => {
    throw new CommandFailure(ExitCode.Failure, `${flag}: ${error.message}`);
  });
  return notEmpty(withoutLastBreak(content), `${flag}: ${path} is empty`);
}

function withoutLastBreak(content: string): string {
  return content.replace(/\r?\n$/, "");
}

function notEmpty(secret: string, otherwise: string): string {
  if (secret === "") throw new CommandFailure(ExitCode.Failure, otherwise);
  return secret;
}
