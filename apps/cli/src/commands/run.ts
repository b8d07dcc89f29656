import type { ExitName } from "../cli/exit-code.ts";
import type { Io } from "../cli/io.ts";

/** What a command runs in, and how it says what the process ends with. */
export interface Run {
  readonly io: Io;
  readonly end: (exit: ExitName) => void;
}
