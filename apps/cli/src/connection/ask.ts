import { Writable } from "node:stream";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";

export interface AskOptions {
  /** Show nothing of what is typed. */
  readonly hidden?: boolean;
  readonly signal?: AbortSignal;
  /** What a script gives in place of an answer. */
  readonly instead?: string;
}

/**
 * Asks on the terminal, by stderr, so that stdout has nothing but results.
 *
 * @throws {CommandFailure} when it is broken off (Ctrl-C, Ctrl-D, `signal`), or there is nobody to ask.
 */
export async function ask(
  { stdin, stderr }: Pick<Io, "stdin" | "stderr">,
  question: string,
  { hidden = false, signal, instead }: AskOptions = {},
): Promise<string> {
  if (!stdin.isTTY) {
    const message = `this is no terminal, so that nobody can be asked: ${question}`;
    throw new CommandFailure("BadInput", message, instead === undefined ? [] : [`give it by ${instead}`]);
  }
  // Most commands ask nothing, and start sooner without it.
  const { createInterface } = await import("node:readline/promises");
  const prompt = `${question}: `;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = hidden ? silent : stderr;
  const terminal = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
  // Only now does the terminal show nothing of what is typed.
  if (hidden) stderr.write(prompt);
  const brokenOff = new AbortController();
  terminal.once("close", () => brokenOff.abort());
  const signals = signal ? [signal, brokenOff.signal] : [brokenOff.signal];
  let answered = false;
  try {
    const answer = await terminal.question(hidden ? "" : prompt, { signal: AbortSignal.any(signals) });
    answered = true;
    return answer;
  } catch {
    throw new CommandFailure("Interrupted", "nothing was entered");
  } finally {
    terminal.close();
    if (hidden || !answered) stderr.write("\n");
  }
}
