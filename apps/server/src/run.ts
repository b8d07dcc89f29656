import { visibleText } from "@hostscan/server";
import { CommanderError } from "commander";
import { ExitCode } from "./cli/exit-code.ts";
import { CommandFailure } from "./cli/failure.ts";
import type { Io } from "./cli/io.ts";
import { ReaderGone } from "./cli/print.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command line (without the executable's own name) to its end.
 *
 * @returns the exit code; never rejects. A failure is told in one line on stderr.
 */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  // Without a listener, a reader that went away (`… | head`) would bring the process down, also after the command.
  io.stdout.on("error", () => {});
  // A terminal that was closed takes no more of the log; what is under way is to end in order.
  io.stderr.on("error", () => {});
  try {
    const program = await createProgram(argv, io);
    await program.parseAsync(argv, { from: "user" });
    return ExitCode.Ok;
  } catch (error) {
    return report(error, io);
  }
}

/** Tells on stderr, in one line, what ended a command. */
export function report(error: unknown, io: Pick<Io, "stderr">): ExitCode {
  // commander has said what was wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Ok : ExitCode.Usage;
  if (error instanceof ReaderGone) return ExitCode.Ok;
  io.stderr.write(`hostscan-server: ${messageOf(error)}\n`);
  return error instanceof CommandFailure ? error.exitCode : ExitCode.Failure;
}

/** On one line, whatever it says. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split("\n").map((line) => line.trim());
  return visibleText(lines.filter((line) => line !== "").join(" "));
}
