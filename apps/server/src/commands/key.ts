import type { Command } from "commander";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { printList } from "../cli/print-list.ts";
import { addSettings } from "../configuration/flags.ts";
import { accepted } from "../installation/accepted.ts";
import { administer, type Flags, lookInto } from "./administer.ts";
import { parseDuration } from "./duration.ts";
import { validityOf } from "./validity.ts";

interface CreateFlags extends Flags {
  readonly name: string;
  readonly expiresIn: number;
  readonly json?: true;
}

interface ListFlags extends Flags {
  readonly json?: true;
}

/** Adds `key create`, `key list` and `key revoke`. */
export function addKeyCommands(program: Command, io: Io): void {
  const key = program.command("key").description("keys of applications (role App)");

  const create = key
    .command("create")
    .description("print a new key, and nothing else; it is shown this once");
  create
    .requiredOption("--name <name>", "for people: which application is to use it")
    .option("--expires-in <time>", "how long it is valid: 12h, 30d, 1y", parseDuration, parseDuration("1y"))
    .option("--json", "print the key with its id and expiry as JSON")
    .addHelpText("after", "\nExample:\n  $ hostscan-server key create --name portal > portal.key")
    .action((flags: CreateFlags) => createKey(io, flags));

  const list = key.command("list").description("list the keys by prefix and last use, newest first");
  list.option("--json", "print one JSON object a line").action((flags: ListFlags) => listKeys(io, flags));

  const revoke = key.command("revoke").description("refuse a key from now on; servers follow within 5 s");
  revoke
    .argument("<id-prefix-or-name>", "one key by its id or prefix, or all that bear a name")
    .action((called: string, flags: Flags) => revokeKeys(io, called, flags));

  for (const command of [create, list, revoke]) addSettings(command, "all");
}

async function createKey(io: Io, flags: CreateFlags): Promise<void> {
  const { name, expiresIn: expiresInSeconds } = flags;
  const created = await administer(io, flags, ({ applicationKeys }) =>
    applicationKeys.create({ name, expiresInSeconds }),
  );
  const key = accepted(created);
  await (flags.json ? printJson(io, key) : print(io, `${key.key}\n`));
}

async function listKeys(io: Io, flags: ListFlags): Promise<void> {
  const keys = await lookInto(io, flags, ({ applicationKeys }) => applicationKeys.list());
  await printList(io, keys, {
    json: flags.json,
    head: ["PREFIX", "NAME", "STATE", "EXPIRES", "LAST USED"],
    cells: (key) => [
      key.prefix,
      key.name,
      validityOf(key),
      key.expiresAt.toISOString(),
      key.lastUsedAt?.toISOString() ?? null,
    ],
  });
}

async function revokeKeys(io: Io, called: string, flags: Flags): Promise<void> {
  const revoked = await administer(io, flags, ({ applicationKeys }) => applicationKeys.revoke(called));
  const count = accepted(revoked).length;
  await print(io, `revoked ${count === 1 ? "1 key" : `${count} keys`}\n`);
}
