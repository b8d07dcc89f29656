import { type Command, Option } from "commander";
import type { Run } from "../commands/run.ts";

/** Where a command is added, and what it runs in. What carries it out is loaded when it is run. */
export interface CommandContext extends Run {
  readonly program: Command;
}

/** Help text with examples, each a command line under what it is for: together they fit no usual terminal. */
export function examples(lines: readonly (readonly [command: string, purpose: string])[]): string {
  return `\nExamples:\n${lines.map(([command, purpose]) => `  # ${purpose}\n  $ ${command}`).join("\n\n")}`;
}

/** Adds the flags that choose what is printed. */
export function addOutputFlags(
  command: Command,
  formats: readonly string[] = ["table", "wide", "json"],
): Command {
  return command
    .addOption(new Option("-o, --output <format>", "how to print it").choices(formats))
    .option("--json", "the same as -o json")
    .option("-q, --jq <filter>", "print what a jq filter makes of the JSON");
}
