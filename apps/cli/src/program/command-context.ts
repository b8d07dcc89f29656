import { type Command, Option } from "commander";
import type { Run } from "../commands/run.ts";

/** Where a command is added, and what it runs in. What carries it out is loaded when it is run. */
export interface CommandContext extends Run {
  readonly program: Command;
}

/** Help text with examples, each a command line and what it is for. */
export function examples(lines: readonly (readonly [command: string, purpose: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const shown = lines.map(([command, purpose]) => `  $ ${command.padEnd(width)}  ${purpose}`);
  return `\nExamples:\n${shown.join("\n")}`;
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
