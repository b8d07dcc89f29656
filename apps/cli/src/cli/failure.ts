import type { ExitName } from "./exit-code.ts";

/** Ends a command. `message` is what people read on stderr, `details` further lines of it. It holds no secret. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exit: ExitName;
  readonly details: readonly string[];

  constructor(exit: ExitName, message: string, details: readonly string[] = []) {
    super(message);
    this.exit = exit;
    this.details = details;
  }
}
