import type { Command } from "commander";
import type { Io } from "../cli/io.ts";
import { print } from "../cli/print.ts";
import { printList } from "../cli/print-list.ts";
import { addSettings } from "../configuration/flags.ts";
import { administer, type Flags, lookInto } from "./administer.ts";

interface ListFlags extends Flags {
  readonly json?: true;
}

interface RotateFlags extends Flags {
  readonly atOnce?: true;
}

/** Adds `signing-key rotate` and `signing-key list`. */
export function addSigningKeyCommands(program: Command, io: Io): void {
  const signingKey = program.command("signing-key").description("keys that tokens are signed with");

  const rotate = signingKey
    .command("rotate")
    .description("sign with a new key; servers follow within 5 s, and tokens keep their time");
  rotate
    .option("--at-once", "refuse what the keys before it have signed: a key has become known")
    .action((flags: RotateFlags) => rotateKey(io, flags));

  const list = signingKey.command("list").description("list the keys that tokens are verified with");
  list.option("--json", "print one JSON object a line").action((flags: ListFlags) => listKeys(io, flags));

  for (const command of [rotate, list]) addSettings(command, "all");
}

async function rotateKey(io: Io, flags: RotateFlags): Promise<void> {
  const atOnce = flags.atOnce ?? false;
  const id = await administer(io, flags, ({ signingKeys }) => signingKeys.rotate({ atOnce }));
  await print(io, `tokens are signed with ${id}\n`);
}

async function listKeys(io: Io, flags: ListFlags): Promise<void> {
  const keys = await lookInto(io, flags, ({ signingKeys }) => signingKeys.list());
  await printList(io, keys, {
    json: flags.json,
    head: ["ID", "STATE", "CREATED", "RETIRED", "TOKENS"],
    cells: ({ id, createdAt, retiredAt, tokens }) => [
      id,
      retiredAt ? "verifies" : "signs",
      createdAt.toISOString(),
      retiredAt?.toISOString() ?? null,
      `${tokens}`,
    ],
  });
}
