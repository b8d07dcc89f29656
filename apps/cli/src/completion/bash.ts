import type { CommandWords } from "./shells.ts";

/** A bash function that completes commands, their flags, and files after `--csv` and `--token-file`. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ word, flags, choices }) => {
    const words = [...choices, ...flags.map((flag) => flag.word)].join(" ");
    return `    ${word}) words="${words}" ;;`;
  });
  return `_hostscan() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    --csv|--token-file) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ word }) => word).join(" ")}"
  else case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _hostscan hostscan
`;
}
