import type { Command } from "commander";
import type { ExitName } from "../cli/exit-code.ts";
import type { Io } from "../cli/io.ts";

/** Where a command is added, and how it says what the process ends with. */
export interface CommandContext {
  readonly program: Command;
  readonly io: Io;
  readonly end: (exit: ExitName) => void;
}

/** Help text with examples, each a command line and what it is for. */
export function examples(lines: readonly (readonly [command: string, purpose: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const shown = lines.map(([command, purpose]) => `  $ ${command.padEnd(width)}  ${purpose}`);
  return `\nExamples:\n${shown.join("\n")}`;
}
