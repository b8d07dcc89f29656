import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { CommandFailure, unreadable } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";

/** Most bytes that are kept of what can be read only once. */
const LARGEST_KEPT = 256 * 1024 * 1024;

/** A CSV file's bytes, which are read twice: to judge them, and to send them. */
export interface CsvSource {
  /** For people. */
  readonly name: string;
  open(): AsyncIterable<Uint8Array>;
}

/**
 * The CSV file of a path, `-` being standard input. What cannot be read twice, as a pipe, is kept.
 *
 * @throws {CommandFailure} where there is none.
 */
export async function csvSource(path: string, { stdin }: Pick<Io, "stdin">): Promise<CsvSource> {
  if (path === "-") return keptCsv("standard input", await readBounded("standard input", stdin));
  const refuse = (error: Error) => {
    throw error instanceof CommandFailure ? error : unreadable(path, error);
  };
  const found = await stat(path).catch(refuse);
  if (found.isDirectory()) throw new CommandFailure("BadInput", `${path} is a folder`);
  if (!found.isFile()) return keptCsv(path, await readBounded(path, createReadStream(path)).catch(refuse));
  return { name: path, open: () => createReadStream(path) };
}

/** A CSV file that has been read. */
export function keptCsv(name: string, bytes: Uint8Array): CsvSource {
  return {
    name,
    async *open() {
      yield bytes;
    },
  };
}

/**
 * All that a stream has.
 *
 * @throws {CommandFailure} where that is too much to be kept.
 */
async function readBounded(name: string, stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST_KEPT)
      throw new CommandFailure("BadInput", `${name} has more than ${LARGEST_KEPT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
