import { type Command, Option } from "commander";
import type { DescribedSetting } from "./setting.ts";
import { settingsOf } from "./settings.ts";

/** Gives a command the flags of the settings it uses, and their part of its help. */
export function addSettings(command: Command, usedBy: DescribedSetting["usedBy"]): Command {
  const used = [...settingsOf(usedBy).values()];
  command.optionsGroup("Settings:");
  for (const setting of used) {
    if (setting.flag) command.addOption(new Option(setting.flag, flagHelp(setting)));
  }
  return command.addHelpText("after", environmentHelp(used));
}

function flagHelp({ summary, variable, ...setting }: DescribedSetting): string {
  const notes = [variable, ...(setting.default === undefined ? [] : [`default ${setting.default}`])];
  return `${summary} (${notes.join(", ")})`;
}

function environmentHelp(used: readonly DescribedSetting[]): string {
  const secret = used.filter(({ flag }) => !flag);
  const width = Math.max(...secret.map(({ variable }) => variable.length));
  const lines = secret.map(({ variable, summary }) => `  ${variable.padEnd(width)}  ${summary}`);
  return `\nEnvironment only, since other users can read a command line:\n${lines.join("\n")}`;
}
