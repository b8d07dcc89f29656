import { Argument } from "commander";
import { print } from "../cli/print.ts";
import { describeCommands, SHELLS, type Shell } from "../completion/shells.ts";
import { type CommandContext, examples } from "./command.ts";

/** Adds `completion`. */
export function addCompletionCommand({ program, io }: CommandContext): void {
  program
    .command("completion")
    .description("print what completes this command in a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(SHELLS)))
    .addHelpText(
      "after",
      examples([
        ['eval "$(hostscan completion bash)"', "in ~/.bashrc"],
        ['eval "$(hostscan completion zsh)"', "in ~/.zshrc, after compinit"],
        ["hostscan completion fish > ~/.config/fish/completions/hostscan.fish", "once"],
      ]),
    )
    .action((shell: Shell) => print(io, SHELLS[shell](describeCommands(program))));
}
