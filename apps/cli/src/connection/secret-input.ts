import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";

/** A token from a file. @throws {CommandFailure} where it cannot be read or is empty. */
export async function readSecretFile(path: string): Promise<string> {
  const content = await readFile(path, "utf8").catch((error: Error) => {
    throw new CommandFailure("NotFound", error.message);
  });
  return notEmpty(content, `${path} is empty`);
}

/** A token that is piped in. @throws {CommandFailure} where none comes. */
export async function readSecretInput({ stdin }: Pick<Io, "stdin">): Promise<string> {
  return notEmpty(await text(stdin), "nothing came on standard input");
}

function notEmpty(content: string, otherwise: string): string {
  const secret = content.trim();
  if (secret === "") throw new CommandFailure("BadInput", otherwise);
  return secret;
}
