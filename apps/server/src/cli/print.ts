import { visibleText } from "@hostscan/server";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
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
 * @throws {CommandFailure} when it cannot be written, as to a full disk.
 */
export function print({ stdout }: Stdout, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(visibleText(text), (error) => {
      if (error) reject("code" in error && error.code === "EPIPE" ? new ReaderGone() : unwritten(error));
      else resolve();
    });
  });
}

/** Most commands print what they have done: a token, or a user, may be there that nobody was shown. */
function unwritten(error: Error): CommandFailure {
  return new CommandFailure(
    ExitCode.Unavailable,
    `standard output cannot be written (${error.message}): what was to be shown is lost, and what the command has changed stays so; look before you repeat it`,
  );
}

/** Writes one JSON document on one line. */
export function printJson(io: Stdout, value: unknown): Promise<void> {
  return print(io, `${JSON.stringify(value)}\n`);
}
