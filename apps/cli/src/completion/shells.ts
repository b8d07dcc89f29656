import type { Command } from "commander";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import { zshCompletion } from "./zsh.ts";

/** A word that can be typed, and what it is for. */
export interface Word {
  readonly word: string;
  readonly purpose: string;
}

/** A command with its flags. */
export interface CommandWords extends Word {
  readonly flags: readonly Word[];
  /** What else it takes, one of these. */
  readonly choices: readonly string[];
}

export const SHELLS = { bash: bashCompletion, fish: fishCompletion, zsh: zshCompletion } as const;

export type Shell = keyof typeof SHELLS;

/** The commands of a program as shells are told of them. */
export function describeCommands(program: Command): CommandWords[] {
  return program.commands.map((command) => ({
    word: command.name(),
    purpose: command.description(),
    flags: [
      ...command.options.map(({ long, description }) => ({ word: long ?? "", purpose: description })),
      { word: "--help", purpose: "tell how it is used" },
    ],
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }));
}
