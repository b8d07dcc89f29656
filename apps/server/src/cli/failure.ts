import type { ExitCode } from "./exit-code.ts";

/** Ends a command: `message` is the one line that people read on stderr. It holds no secret. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
