import type { Io } from "./io.ts";
import { escaped } from "./plain-text.ts";

type Stdout = Pick<Io, "stdout">;

/** Whoever was to read what is printed has gone (`… | head`). */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/**
 * Writes to stdout and resolves when the text is out.
 *
 * @throws {ReaderGone} when nobody reads any more.
 */
export function print({ stdout }: Stdout, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => {
      if (error) reject("code" in error && error.code === "EPIPE" ? new ReaderGone() : error);
      else resolve();
    });
  });
}

/** Writes lines to stdout, each with its break. */
export function printLines(io: Stdout, lines: readonly string[]): Promise<void> {
  return lines.length === 0 ? Promise.resolve() : print(io, `${lines.join("\n")}\n`);
}

/** Writes one JSON document on one line. What JSON lets through, but a terminal would obey, is escaped. */
export function printJson(io: Stdout, value: unknown): Promise<void> {
  return print(io, `${escaped(JSON.stringify(value))}\n`);
}
