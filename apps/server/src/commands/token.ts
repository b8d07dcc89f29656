import { type Command, Option } from "commander";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { printList } from "../cli/print-list.ts";
import { addSettings } from "../configuration/flags.ts";
import { accepted } from "../installation/accepted.ts";
import { administer, type Flags, lookInto } from "./administer.ts";
import { parseDuration } from "./duration.ts";
import { validityOf } from "./validity.ts";

const ROLES = ["App", "Admin"];

interface IssueFlags extends Flags {
  readonly name: string;
  readonly role: string;
  readonly expiresIn: number;
  readonly json?: true;
}

interface ListFlags extends Flags {
  readonly json?: true;
}

/** Adds `token issue`, `token list` and `token revoke`. */
export function addTokenCommands(program: Command, io: Io): void {
  const token = program.command("token").description("access tokens of the API");

  const issue = token.command("issue").description("print a new token, and nothing else");
  issue
    .requiredOption("--name <name>", "for people: who is to use it")
    .addOption(new Option("--role <role>", "what it admits to").choices(ROLES).default("App"))
    .option(
      "--expires-in <time>",
      "how long it is valid: 90m, 12h, 30d, 1y",
      parseDuration,
      parseDuration("30d"),
    )
    .option("--json", "print the token with its id and expiry as JSON")
    .addHelpText("after", "\nExample:\n  $ TOKEN=$(hostscan-server token issue --name ci --expires-in 1y)")
    .action((flags: IssueFlags) => issueToken(io, flags));

  const list = token.command("list").description("list the issued tokens, newest first");
  list.option("--json", "print one JSON object a line").action((flags: ListFlags) => listTokens(io, flags));

  const revoke = token.command("revoke").description("refuse a token from now on; servers follow within 5 s");
  revoke
    .argument("<id-or-name>", "one token by its id, or all that bear a name")
    .action((idOrName: string, flags: Flags) => revokeToken(io, idOrName, flags));

  for (const command of [issue, list, revoke]) addSettings(command, "all");
}

async function issueToken(io: Io, flags: IssueFlags): Promise<void> {
  const { name, role, expiresIn: expiresInSeconds } = flags;
  const issued = await administer(io, flags, ({ tokens }) => tokens.issue({ name, role, expiresInSeconds }));
  const token = accepted(issued);
  await (flags.json ? printJson(io, token) : print(io, `${token.token}\n`));
}

async function listTokens(io: Io, flags: ListFlags): Promise<void> {
  const tokens = await lookInto(io, flags, (installation) => installation.tokens.list());
  await printList(io, tokens, {
    json: flags.json,
    head: ["ID", "NAME", "ROLE", "STATE", "EXPIRES"],
    cells: (token) => [token.id, token.name, token.role, validityOf(token), token.expiresAt.toISOString()],
  });
}

async function revokeToken(io: Io, idOrName: string, flags: Flags): Promise<void> {
  const revoked = await administer(io, flags, ({ tokens }) => tokens.revoke(idOrName));
  const count = accepted(revoked).length;
  await print(io, `revoked ${count === 1 ? "1 token" : `${count} tokens`}\n`);
}
