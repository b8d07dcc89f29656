import { type Command, Option } from "commander";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { printList } from "../cli/print-list.ts";
import { addSettings } from "../configuration/flags.ts";
import { accepted } from "../installation/accepted.ts";
import { administer, type Flags } from "./administer.ts";
import { readSecrets, type SecretFlags } from "./credential-secrets.ts";

interface AddFlags extends Flags, SecretFlags {
  readonly username: string;
  readonly json?: true;
}

interface ListFlags extends Flags {
  readonly json?: true;
}

const ADD_EXAMPLES = `
Examples:
  $ hostscan-server credential add lab --username root
  $ pass show lab | hostscan-server credential add lab --username root --password-stdin
  $ hostscan-server credential add lab --username scan --private-key-file ~/.ssh/id_ed25519`;

/** Adds `credential add`, `list`, `change-secret`, `resume` and `remove`. */
export function addCredentialCommands(program: Command, io: Io): void {
  const credential = program
    .command("credential")
    .description("service accounts that hosts are scanned with");

  const add = credential.command("add").description("keep a service account, encrypted");
  addSecretFlags(add)
    .argument("<name>", "what requests call it by (credentialName)")
    .requiredOption("--username <user>", "account to sign in with")
    .option("--json", "print the credential, without its secrets, as JSON")
    .addHelpText("after", ADD_EXAMPLES)
    .action((name: string, flags: AddFlags) => addCredential(io, name, flags));

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

  for (const command of [add, list, change, resume, remove]) addSettings(command, "all");
}

function addSecretFlags(command: Command): Command {
  return command
    .addOption(
      new Option("--password-stdin", "read its password from standard input").conflicts("passwordFile"),
    )
    .option("--password-file <file>", "read its password from a file")
    .option("--private-key-file <file>", "read its private key (OpenSSH or PEM) from a file")
    .addOption(
      new Option("--passphrase-stdin", "read the key's passphrase from standard input").conflicts(
        "passphraseFile",
      ),
    )
    .option("--passphrase-file <file>", "read the key's passphrase from a file");
}

async function addCredential(io: Io, name: string, flags: AddFlags): Promise<void> {
  const { username } = flags;
  const added = await administer(io, flags, async ({ credentials }) =>
    credentials.add({ name, username, ...(await readSecrets(io, flags)) }),
  );
  const credential = accepted(added);
  await (flags.json ? printJson(io, credential) : print(io, `kept ${credential.name} (${credential.id})\n`));
}

async function listCredentials(io: Io, flags: ListFlags): Promise<void> {
  const credentials = await administer(io, flags, (installation) => installation.credentials.list());
  await printList(io, credentials, {
    json: flags.json,
    head: ["ID", "NAME", "USERNAME", "CREATED", "PAUSED"],
    cells: ({ id, name, username, createdAt, pausedAt }) => [
      id,
      name,
      username,
      createdAt.toISOString(),
      pausedAt?.toISOString() ?? null,
    ],
  });
}

async function changeSecret(io: Io, idOrName: string, flags: Flags & SecretFlags): Promise<void> {
  const changed = await administer(io, flags, async ({ credentials }) =>
    credentials.changeSecrets(idOrName, await readSecrets(io, flags)),
  );
  await print(io, `changed ${accepted(changed).name}\n`);
}

async function resumeCredential(io: Io, idOrName: string, flags: Flags): Promise<void> {
  const resumed = await administer(io, flags, ({ credentials }) => credentials.resume(idOrName));
  await print(io, `resumed ${accepted(resumed).name}\n`);
}

async function removeCredential(io: Io, idOrName: string, flags: Flags): Promise<void> {
  const removed = await administer(io, flags, ({ credentials }) => credentials.remove(idOrName));
  await print(io, `removed ${accepted(removed).name}\n`);
}
