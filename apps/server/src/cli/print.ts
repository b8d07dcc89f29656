import { visibleText } from "@hostscan/server";
import type { Io } from "./io.ts";

type Stdout = Pick<Io, "stdout">;

/** Whoever was to read what is printed has gone (`… | head`). */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/**
 * Writes to stdout and resolves when the text is out. What a terminal would obey or not show is escaped.
 *
 * @throws {ReaderGone} when nobody reads any more.
 */
export function print({ stdout }: Stdout, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(visibleText(text), (error) => {
      if (error) reject("code" in error && error.code === "EPIPE" ? new ReaderGone() : error);
      else resolve();
    });
  });
}

/** Writes one JSON document on one line. */
export function printJson(io: Stdout, value: unknown): Promise<void> {
  return print(io, `${JSON.stringify(value)}\n`);
}
