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

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
};

/** The failure of a command that cannot read a file, in people's words. */
export function unreadable(path: string, { code = "", message }: NodeJS.ErrnoException): CommandFailure {
  return new CommandFailure("NotFound", `${path}: ${REASONS[code] ?? message}`);
}
