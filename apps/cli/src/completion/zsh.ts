import type { CommandWords, Word } from "./shells.ts";

/** A zsh function that completes commands and flags with what they are for, and files after flags that name one. */
export function zshCompletion(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ word, flags, choices }) => {
    const words = [...choices.map((choice) => ({ word: choice, purpose: choice })), ...flags];
    return `    ${word}) known=(${words.map(entry).join(" ")}) ;;`;
  });
  return `#compdef hostscan
_hostscan() {
  local -a known
  if [[ "$words[CURRENT-1]" == (--csv|--token-file) ]]; then _files; return; fi
  if (( CURRENT == 2 )); then
    known=(${commands.map(entry).join(" ")})
  else case "$words[2]" in
${cases.join("\n")}
  esac fi
  _describe hostscan known
}
compdef _hostscan hostscan
`;
}

/** `'word:what it is for'`, with nothing in it that would end it. */
function entry({ word, purpose }: Word): string {
  return `'${word}:${purpose.replaceAll("'", "’").replaceAll(":", "\\:")}'`;
}
