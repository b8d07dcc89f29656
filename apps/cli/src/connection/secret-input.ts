import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { CommandFailure, unreadable } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { textOf } from "../cli/text-encoding.ts";

/** A token from a file. @throws {CommandFailure} where it cannot be read, is no text or is empty. */
export async function readSecretFile(path: string): Promise<string> {
  const content = await readFile(path).catch((error: Error) => {
    throw unreadable(path, error);
  });
  return notEmpty(textOf(content, path), `${path} is empty`);
}

/** A token that is piped in. @throws {CommandFailure} where none comes, or what is no text. */
export async function readSecretInput({ stdin }: Pick<Io, "stdin">): Promise<string> {
  const content = await buffer(stdin);
  return notEmpty(textOf(content, "what came on standard input"), "nothing came on standard input");
}

function notEmpty(content: string, otherwise: string): string {
  const secret = content.trim();
  if (secret === "") throw new CommandFailure("BadInput", otherwise);
  return secret;
}
