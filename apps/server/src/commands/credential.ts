import { accountName } from "@hostscan/engine";
import { type Command, Option } from "commander";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { printList } from "../cli/print-list.ts";
import { addSettings } from "../configuration/flags.ts";
import { accepted } from "../installation/accepted.ts";
import { administer, type Flags, lookInto } from "./administer.ts";
import { addImport } from "./credential-import.ts";
import { addSecretFlags, readSecrets, type SecretFlags } from "./credential-secrets.ts";

interface ScopeFlags {
  readonly for: readonly string[];
  readonly callers?: readonly string[];
}

interface AddFlags extends Flags, SecretFlags, ScopeFlags {
  readonly username: string;
  readonly domain?: string;
  readonly json?: true;
}

interface ListFlags extends Flags {
  readonly json?: true;
}

const ADD_EXAMPLES = `
The account is told to no host but those of --for: networks (10.0.0.0/8), addresses, hosts by their DNS names
(web.corp.example) and hosts below a name (*.corp.example), each at any port, or at one (10.0.0.0/8:22,
[2001:db8::/32]:22). A host that is named must be at an address that DNS gives for it. localhost is this machine.

With --elevate the account becomes the super user to read what is on a host besides: who may do so without a password needs
none, and where it is the account's own it need not be given again. On Cisco and Arista the way is enable, which has a
password of its own as a rule.

An account of a Windows domain is named user@REALM or DOMAIN\\user, or has its --domain. By a realm's name (corp.example) it
logs in by Kerberos, to hosts that are named by DNS; a keytab is for that alone.

Examples:
  $ hostscan-server credential add lab --username root --for 10.1.0.0/16,*.lab.example
  $ pass show lab | hostscan-server credential add lab --username root --for 10.1.0.0/16:22 --password-stdin
  $ hostscan-server credential add lab --username scan --for localhost --private-key-file ~/.ssh/id_ed25519
  $ hostscan-server credential add lab --username scan --for '*.lab.example' --callers app:portal,user:alice
  $ hostscan-server credential add lab --username scan --for 10.1.0.0/16 --private-key-file id_ed25519 --elevate sudo
  $ hostscan-server credential add switches --username scan --for 10.2.0.0/16 --elevate enable \\
      --elevate-password-file enable-secret
  $ hostscan-server credential add ad --username scan --domain corp.example --for '*.corp.example' \\
      --keytab-file scan.keytab`;

const SCOPE_EXAMPLES = `
Examples:
  $ hostscan-server credential change-scope lab --for 10.1.0.0/16,*.lab.example
  $ hostscan-server credential change-scope lab --for anywhere --callers app:portal
  $ hostscan-server credential change-scope lab --for 10.1.0.0/16 --callers all`;

const PASSWORD_NOTE =
  "note: a password is told to the host that it is presented to, a private key is not. Keys are preferred.\n";

/** Adds `credential add`, `import`, `list`, `change-secret`, `change-scope`, `resume` and `remove`. */
export function addCredentialCommands(program: Command, io: Io): void {
  const credential = program
    .command("credential")
    .description("service accounts that hosts are scanned with");

  const add = credential.command("add").description("keep a service account, encrypted");
  addSecretFlags(add)
    .argument("<name>", "what requests call it by (credentialName)")
    .requiredOption("--username <user>", "account to sign in with")
    .option(
      "--domain <domain>",
      "Windows domain of the account: a realm (corp.example), or a short name (CORP)",
    );
  addScopeFlags(add)
    .option("--json", "print the credential, without its secrets, as JSON")
    .addHelpText("after", ADD_EXAMPLES)
    .action((name: string, flags: AddFlags) => addCredential(io, name, flags));

  const many = addImport(credential, io);

  const list = credential.command("list").description("list the service accounts, without their secrets");
  list
    .option("--json", "print one JSON object a line")
    .action((flags: ListFlags) => listCredentials(io, flags));

  const change = credential
    .command("change-secret")
    .description("replace the secrets of a service account, and end its pause");
  addSecretFlags(change)
    .argument("<id-or-name>")
    .action((idOrName: string, flags: Flags & SecretFlags) => changeSecret(io, idOrName, flags));

  const scope = credential
    .command("change-scope")
    .description("say anew where a service account may be presented, and who may name it; in force at once");
  addScopeFlags(scope)
    .argument("<id-or-name>")
    .addHelpText("after", SCOPE_EXAMPLES)
    .action((idOrName: string, flags: Flags & ScopeFlags) => changeScope(io, idOrName, flags));

  const resume = credential
    .command("resume")
    .description("end the pause of a service account whose logins were refused");
  resume
    .argument("<id-or-name>")
    .action((idOrName: string, flags: Flags) => resumeCredential(io, idOrName, flags));

  const remove = credential.command("remove").description("forget a service account that no host uses");
  remove
    .argument("<id-or-name>")
    .action((idOrName: string, flags: Flags) => removeCredential(io, idOrName, flags));

  for (const command of [add, many, list, change, scope, resume, remove]) addSettings(command, "all");
}

function addScopeFlags(command: Command): Command {
  return command
    .addOption(
      new Option("--for <list>", "where it may be presented: networks, addresses, hosts; or anywhere")
        .argParser(readList)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--callers <list>", "who may name it, as in app:portal,user:alice (default: all)").argParser(
        readList,
      ),
    );
}

/** The items of a list with commas; given again, the flag adds to it. */
function readList(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...text.split(",")];
}

/** What the name of an account is, with its domain. */
export function statedAccount({ username, domain }: Pick<AddFlags, "username" | "domain">): string {
  const name = accountName({ username, domain });
  if (name.ok) return name.value;
  throw new CommandFailure(ExitCode.Usage, `--${name.rejection.detail.replace(/\.$/, "")}`);
}

async function addCredential(io: Io, name: string, flags: AddFlags): Promise<void> {
  const { for: scope, callers } = flags;
  const username = statedAccount(flags);
  let told = false;
  const added = await administer(io, flags, async ({ credentials }) => {
    const secrets = await readSecrets(io, flags);
    told = secrets.password !== undefined;
    return credentials.add({ name, username, scope, callers, ...secrets });
  });
  const credential = accepted(added);
  if (told) io.stderr.write(PASSWORD_NOTE);
  await (flags.json ? printJson(io, credential) : print(io, `kept ${credential.name} (${credential.id})\n`));
}

async function listCredentials(io: Io, flags: ListFlags): Promise<void> {
  const credentials = await lookInto(io, flags, (installation) => installation.credentials.list());
  await printList(io, credentials, {
    json: flags.json,
    head: ["ID", "NAME", "USERNAME", "CREATED", "PAUSED", "REFUSED BY", "FOR", "CALLERS"],
    cells: ({ id, name, username, createdAt, pausedAt, pausedBy, scope, scopeDecided, callers }) => [
      id,
      name,
      username,
      createdAt.toISOString(),
      pausedAt?.toISOString() ?? null,
      pausedBy,
      `${scope.join(",")}${scopeDecided ? "" : " (not decided: see change-scope)"}`,
      callers?.join(",") ?? "all",
    ],
  });
}

async function changeScope(io: Io, idOrName: string, flags: Flags & ScopeFlags): Promise<void> {
  const { for: scope, callers } = flags;
  const changed = await administer(io, flags, ({ credentials }) =>
    credentials.changeScope(idOrName, { scope, callers }),
  );
  const { name, scope: now, callers: who } = accepted(changed);
  await print(io, `${name} is for ${now.join(",")}; callers: ${who?.join(",") ?? "all"}\n`);
}

async function changeSecret(io: Io, idOrName: string, flags: Flags & SecretFlags): Promise<void> {
  const changed = await administer(io, flags, async ({ credentials }) =>
    credentials.changeSecrets(idOrName, await readSecrets(io, flags)),
  );
  await print(io, `changed ${accepted(changed).name}\n`);
}

async function resumeCredential(io: Io, idOrName: string, flags: Flags): Promise<void> {
  const resumed = await lookInto(io, flags, ({ credentials }) => credentials.resume(idOrName));
  await print(io, `resumed ${accepted(resumed).name}\n`);
}

async function removeCredential(io: Io, idOrName: string, flags: Flags): Promise<void> {
  const removed = await lookInto(io, flags, ({ credentials }) => credentials.remove(idOrName));
  if (!removed.ok && removed.rejection.kind === "conflict")
    io.stderr.write(
      `note: host list --filter credential=${idOrName} tells its hosts; host edit gives them another\n`,
    );
  await print(io, `removed ${accepted(removed).name}\n`);
}
