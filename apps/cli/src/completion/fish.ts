import type { CommandWords } from "./shells.ts";

/** Completions of commands and flags with what they are for; files only after flags that name one. */
export function fishCompletion(commands: readonly CommandWords[]): string {
  const lines = ["complete -c hostscan -f"];
  for (const { word, purpose, flags, choices } of commands) {
    lines.push(`complete -c hostscan -n __fish_use_subcommand -a ${word} -d ${quoted(purpose)}`);
    const within = `complete -c hostscan -n '__fish_seen_subcommand_from ${word}'`;
    if (choices.length > 0) lines.push(`${within} -a '${choices.join(" ")}'`);
    for (const flag of flags) {
      const file = ["--csv", "--token-file"].includes(flag.word) ? " -r -F" : "";
      lines.push(`${within} -l ${flag.word.slice(2)}${file} -d ${quoted(flag.purpose)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
