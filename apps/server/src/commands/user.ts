import { type SecondFactor, USER_ROLES, type UserRole } from "@hostscan/identity";
import { type Command, Option } from "commander";
import { renderUnicodeCompact } from "uqr";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { printList } from "../cli/print-list.ts";
import { addSettings } from "../configuration/flags.ts";
import { accepted } from "../installation/accepted.ts";
import { administer, type Flags, lookInto } from "./administer.ts";
import { promptSecret } from "./prompt.ts";
import { secretFromStdin } from "./secret-source.ts";

/** What sets up an authenticator, for people: a QR code, the same as a URI, and the recovery codes. */
function secondFactorText({ uri, recoveryCodes }: SecondFactor): string {
  return [
    renderUnicodeCompact(uri),
    "",
    "Scan this with an authenticator app, or give it the address:",
    uri,
    "",
    "Recovery codes, each good once where the authenticator is lost:",
    ...recoveryCodes.map((code) => `  ${code}`),
    "",
    "Neither is shown again.",
    "",
  ].join("\n");
}

/**
 * Reads a password that is to be set: from standard input, or typed twice on the terminal. Never from the command
 * line, which every user of the machine can read.
 *
 * @throws {CommandFailure} where there is none to be had, or the two differ.
 */
export async function readNewPassword(io: Io, fromStdin: true | undefined): Promise<string> {
  if (fromStdin) return secretFromStdin(io, "--password-stdin");
  if (!io.stdin.isTTY) {
    throw new CommandFailure(
      ExitCode.Usage,
      "there is no terminal to ask for a password on: give --password-stdin",
    );
  }
  const password = await promptSecret(io, "Password");
  if ((await promptSecret(io, "Once more")) === password) return password;
  throw new CommandFailure(ExitCode.Failure, "the two passwords differ");
}

interface JsonFlag extends Flags {
  readonly json?: true;
}

interface PasswordFlag extends Flags {
  readonly passwordStdin?: true;
}

interface AddFlags extends JsonFlag, PasswordFlag {
  readonly role: UserRole;
  readonly displayName?: string;
}

const ADD_EXAMPLES = `
Examples:
  $ hostscan-server user add alice --role Admin
  $ pass show alice | hostscan-server user add alice --password-stdin`;

/** Adds `user add`, `list`, `disable`, `enable`, `remove`, `reset-password` and `reset-mfa`. */
export function addUserCommands(program: Command, io: Io): void {
  const user = program.command("user").description("people who sign in");
  const named = (name: string, description: string) => user.command(name).description(description);

  const add = named("add", "let a person sign in; shows once what sets up their authenticator");
  add
    .argument("<login>")
    .addOption(new Option("--role <role>", "what they are admitted to").choices(USER_ROLES).default("Admin"))
    .option("--display-name <name>", "for people; the login unless given")
    .option("--password-stdin", "read the password from standard input instead of asking for it")
    .option("--json", "print the user with the authenticator's secret as JSON")
    .addHelpText("after", ADD_EXAMPLES)
    .action((login: string, flags: AddFlags) => addUser(io, login, flags));

  const list = named("list", "list the users").option("--json", "print one JSON object a line");
  list.action((flags: JsonFlag) => listUsers(io, flags));

  const disable = named("disable", "refuse their sign-ins and tokens; servers follow within 5 s");
  disable
    .argument("<login>")
    .action((login: string, flags: Flags) => setDisabled(io, login, { disabled: true, flags }));

  const enable = named("enable", "let a disabled user sign in again");
  enable
    .argument("<login>")
    .action((login: string, flags: Flags) => setDisabled(io, login, { disabled: false, flags }));

  const remove = named("remove", "forget a user; their tokens end");
  remove.argument("<login>").action((login: string, flags: Flags) => removeUser(io, login, flags));

  const password = named("reset-password", "set another password; their tokens end");
  password
    .argument("<login>")
    .option("--password-stdin", "read the password from standard input instead of asking for it")
    .action((login: string, flags: PasswordFlag) => resetPassword(io, login, flags));

  const mfa = named("reset-mfa", "give another authenticator secret and recovery codes; their tokens end");
  mfa
    .argument("<login>")
    .option("--json", "print the user with the authenticator's secret as JSON")
    .action((login: string, flags: JsonFlag) => resetMfa(io, login, flags));

  for (const command of [add, list, disable, enable, remove, password, mfa]) addSettings(command, "all");
}

async function addUser(io: Io, login: string, flags: AddFlags): Promise<void> {
  const { role, displayName } = flags;
  const added = await administer(io, flags, async ({ users }) => {
    const password = await readNewPassword(io, flags.passwordStdin);
    return users.add({ login, role, password, ...(displayName && { displayName }) });
  });
  const user = accepted(added);
  await (flags.json ? printJson(io, user) : print(io, `added ${user.login}\n\n${secondFactorText(user)}`));
}

async function listUsers(io: Io, flags: JsonFlag): Promise<void> {
  const users = await lookInto(io, flags, (installation) => installation.users.list());
  await printList(io, users, {
    json: flags.json,
    head: ["LOGIN", "NAME", "ROLE", "STATE", "CREATED"],
    cells: ({ login, displayName, role, createdAt, disabledAt }) => [
      ...[login, displayName, role, disabledAt ? "disabled" : "enabled"],
      createdAt.toISOString(),
    ],
  });
}

async function setDisabled(
  io: Io,
  login: string,
  { disabled, flags }: { readonly disabled: boolean; readonly flags: Flags },
): Promise<void> {
  const set = await administer(io, flags, ({ users }) => users.setDisabled(login, disabled));
  await print(io, `${disabled ? "disabled" : "enabled"} ${accepted(set).login}\n`);
}

async function removeUser(io: Io, login: string, flags: Flags): Promise<void> {
  const removed = await administer(io, flags, ({ users }) => users.remove(login));
  await print(io, `removed ${accepted(removed).login}\n`);
}

async function resetPassword(io: Io, login: string, flags: PasswordFlag): Promise<void> {
  const reset = await administer(io, flags, async ({ users }) =>
    users.resetPassword(login, await readNewPassword(io, flags.passwordStdin)),
  );
  await print(io, `set another password for ${accepted(reset).login}\n`);
}

async function resetMfa(io: Io, login: string, flags: JsonFlag): Promise<void> {
  const user = accepted(await administer(io, flags, ({ users }) => users.resetSecondFactor(login)));
  await (flags.json ? printJson(io, user) : print(io, secondFactorText(user)));
}
