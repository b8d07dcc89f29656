import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";

/**
 * Asks for a secret on the terminal and does not show what is typed.
 *
 * @throws {CommandFailure} when the asking is broken off (Ctrl-C, Ctrl-D).
 */
export async function promptSecret(
  { stdin, stderr }: Pick<Io, "stdin" | "stderr">,
  label: string,
): Promise<string> {
  stderr.write(`${label}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silent, terminal: true, historySize: 0 });
  const brokenOff = new AbortController();
  terminal.once("close", () => brokenOff.abort());
  try {
    return await terminal.question("", { signal: brokenOff.signal });
  } catch {
    throw new CommandFailure(ExitCode.Failure, "nothing was entered");
  } finally {
    terminal.close();
    stderr.write("\n");
  }
}
