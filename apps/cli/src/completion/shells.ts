import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print } from "../cli/print.ts";

/**
 * What each shell runs at TAB: it asks the command itself, with the words so far, for lines of a word, a tab and what it
 * is for. `:file` among them asks for files.
 */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: String.raw`_hostscan() {
  local line word="${"$"}{COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = :file ]; then
      compopt -o filenames 2>/dev/null
      COMPREPLY+=($(compgen -f -- "$word"))
    else
      COMPREPLY+=("${"$"}{line%%$'\t'*}")
    fi
  done < <("$1" __complete -- "${"$"}{COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _hostscan hostscan
`,
  // Loaded from a file of fpath, the function is run at the first TAB already; by eval it is only declared.
  zsh: String.raw`#compdef hostscan
_hostscan() {
  local line word purpose
  local -a known
  local -i files=0
  while IFS= read -r line; do
    if [[ "$line" == ":file" ]]; then files=1; continue; fi
    word="${"$"}{line%%$'\t'*}"
    purpose="${"$"}{line#*$'\t'}"
    known+=("${"$"}{word//:/\\:}:$purpose")
  done < <("$words[1]" __complete -- "${"$"}{(@)words[2,CURRENT]}" 2>/dev/null)
  (( $#known )) && _describe -V hostscan known
  (( files )) && _files
  return 0
}
if [[ "$funcstack[1]" == "_hostscan" ]]; then
  _hostscan "$@"
else
  compdef _hostscan hostscan
fi
`,
  fish: `function __hostscan_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] __complete -- $words[2..-1] 2>/dev/null)
        if test "$line" = :file
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c hostscan -f -a '(__hostscan_complete)'
`,
};

/** Prints the script of a shell. @throws {CommandFailure} where there is none for it */
export function printScript(io: Pick<Io, "stdout">, shell: string): Promise<void> {
  const script = SCRIPTS[shell];
  if (script === undefined) throw new CommandFailure("BadInput", `there is no completion for ${shell}`);
  return print(io, script);
}
