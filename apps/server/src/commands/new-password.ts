import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { promptSecret } from "./prompt.ts";
import { secretFromStdin } from "./secret-source.ts";

/**
 * Reads a password that is to be set: from standard input, or typed twice on the terminal. Never from the command
 * line, which every user of the machine can read.
 *
 * @throws {CommandFailure} where there is none to be had, or the two differ.
 */
export async function readNewPassword(io: Io, fromStdin: true | undefined): Promise<string> {
  if (fromStdin) return secretFromStdin(io, "--password-stdin");
  if (!io.stdin.isTTY) {
    throw new CommandFailure(
      ExitCode.Usage,
      "there is no terminal to ask for a password on: give --password-stdin",
    );
  }
  const password = await promptSecret(io, "Password");
  if ((await promptSecret(io, "Once more")) === password) return password;
  throw new CommandFailure(ExitCode.Failure, "the two passwords differ");
}
