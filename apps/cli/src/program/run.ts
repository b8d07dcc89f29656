import { CommanderError } from "commander";
import { type ExitName, exitCode } from "../cli/exit-code.ts";
import type { Io } from "../cli/io.ts";
import { plainText } from "../cli/plain-text.ts";
import { ReaderGone } from "../cli/print.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command line (without the executable's own name) to its end.
 *
 * @returns the exit code; never rejects. A failure is told on stderr.
 */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  // Without a listener, a reader that went away (`… | head`) would bring the process down, also after the command.
  io.stdout.on("error", () => {});
  io.stderr.on("error", () => {});
  let exit: ExitName = "Success";
  const end = (name: ExitName) => {
    exit = name;
  };
  try {
    await createProgram(io, end).parseAsync(argv, { from: "user" });
    return exitCode(exit);
  } catch (error) {
    return exitCode(await report(error, io));
  }
}

/** What commander calls help and version that were asked for. */
const TELLING = /^commander\.(help|helpDisplayed|version)$/;

/** Tells on stderr what ended a command. */
async function report(error: unknown, io: Pick<Io, "stderr">): Promise<ExitName> {
  // commander has said what was wrong.
  if (error instanceof CommanderError) return TELLING.test(error.code) ? "Success" : "BadInput";
  if (error instanceof ReaderGone) return "Success";
  const { describeFailure } = await import("../cli/describe-failure.ts");
  const { exit, message, details } = describeFailure(error);
  const lines = [`hostscan: ${plainText(message)}`, ...details.map((detail) => `  ${plainText(detail)}`)];
  io.stderr.write(`${lines.join("\n")}\n`);
  return exit;
}
