import { Argument, type Command } from "commander";
import type { LoginFlags } from "../commands/auth.ts";
import type { ConnectionFlags } from "../connection/connect.ts";
import type { OutputFlags } from "../show/output.ts";
import { addOutputFlags, type CommandContext, examples } from "./command-context.ts";

/** Adds `login`, `logout`, `auth`, which has both as well, and `completion`. */
export function addAccountCommands(context: CommandContext): void {
  const { program } = context;
  addLoginCommand(context, program);
  addLogoutCommand(context, program);
  const auth = program.command("auth").description("sign in and out, and tell who is signed in");
  addAuthStatusCommand(context, auth);
  addLoginCommand(context, auth);
  addLogoutCommand(context, auth);
  addCompletionCommands(context);
}

function addLoginCommand({ io, end }: CommandContext, parent: Command): void {
  parent
    .command("login")
    .description("sign in to a server and keep its token, for the commands that follow")
    .option("-u, --user <name>", "user to sign in as")
    .option("--no-code", "the server asks for no one-time code")
    .option("--token-stdin", "keep the token, or application's key, that comes on standard input")
    .addHelpText(
      "after",
      examples([
        ["hostscan login", "asks for all it needs"],
        ["hostscan login --server https://nps.example.com:6500 --user admin", "asks for password and code"],
        ["hostscan login --server https://localhost:6500 --ca-file ca.pem", "keeps the CA's place, too"],
        ["hostscan login --server http://127.0.0.1:6500 --token-stdin < token", "an application's key"],
      ]),
    )
    .action(async (_: unknown, command: Command) => {
      const commands = await import("../commands/auth.ts");
      await commands.login({ io, end }, command.optsWithGlobals<LoginFlags>());
    });
}

function addLogoutCommand({ io, end }: CommandContext, parent: Command): void {
  parent
    .command("logout")
    .description("forget the token of a server; the server is not told")
    .addHelpText("after", examples([["hostscan logout", "of the server that is used when none is named"]]))
    .action(async (_: unknown, command: Command) => {
      const commands = await import("../commands/auth.ts");
      await commands.logout({ io, end }, command.optsWithGlobals<ConnectionFlags>());
    });
}

function addAuthStatusCommand({ io, end }: CommandContext, auth: Command): void {
  const status = auth
    .command("status")
    .description("tell which server and token are used, and if it takes it");
  addOutputFlags(status, ["table", "json"])
    .addHelpText(
      "after",
      examples([
        ["hostscan auth status", "0 where the server takes the token, 77 where it does not"],
        ["hostscan auth status --jq .expiresAt", "when a person's token ends"],
      ]),
    )
    .action(async (_: unknown, command: Command) => {
      const commands = await import("../commands/auth.ts");
      await commands.authStatus({ io, end }, command.optsWithGlobals<ConnectionFlags & OutputFlags>());
    });
}

function addCompletionCommands({ program, io }: CommandContext): void {
  program
    .command("completion")
    .description("print what completes this command in a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(["bash", "fish", "zsh"]))
    .addHelpText(
      "after",
      examples([
        ['eval "$(hostscan completion bash)"', "in ~/.bashrc"],
        ['eval "$(hostscan completion zsh)"', "in ~/.zshrc, after compinit"],
        ["hostscan completion zsh > ~/.zfunc/_hostscan", "or once, in a folder of fpath"],
        ["hostscan completion fish > ~/.config/fish/completions/hostscan.fish", "once"],
      ]),
    )
    .action(async (shell: string) => {
      const { printScript } = await import("../completion/shells.ts");
      await printScript(io, shell);
    });
  // What the scripts of `completion` ask with the words that are typed, of which the last is begun.
  program
    .command("__complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: string[]) => {
      const { printCandidates } = await import("../completion/candidates.ts");
      await printCandidates(io, program, words);
    });
}
