import type { Io } from "./io.ts";

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
  const text = JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) =>
      `\\u${character
        .split("")
        .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"))
        .join("\\u")}`,
  );
  return print(io, `${text}\n`);
}
