import { editHost } from "@hostscan/engine";
import { type Command, InvalidArgumentError } from "commander";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { accepted } from "../installation/accepted.ts";
import { systemUser } from "../installation/system-user.ts";
import { administer, type Flags } from "./administer.ts";

interface EditFlags extends Flags {
  readonly address?: string;
  readonly port?: number;
  readonly platform?: string;
  readonly credential?: string;
  readonly json?: true;
}

const NOTES = `
A host is changed as by an Admin's request. Its keys stay trusted, so that wherever it is it has to show them. A
credential is not given to a host outside of its scope. A host that an App has stated all of is taken over by giving it
another credential: what the App has said of its address and trust is cleared. Jobs that are scheduled scan what they
were scheduled with. Each setting is a line of the audit log.

Examples:
  $ hostscan-server host edit web01.corp.example --port 2222 --credential lab
  $ hostscan-server host edit 3f0f… --address 10.1.0.7 --platform Linux`;

const MOST = 65_535;

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= MOST) return port;
  throw new InvalidArgumentError(`must be 1 to ${MOST}.`);
}

/** Adds `host edit`. */
export function addEdit(host: Command, io: Io): Command {
  return host
    .command("edit")
    .description("change where a host is, and what it is scanned with; audited")
    .argument("<id-or-name>", "its id, DNS name, address or name")
    .option("--address <address>", "where to connect to")
    .option("--port <port>", "the port of its SSH server", readPort)
    .option("--platform <platform>", "Linux, Cisco or Windows")
    .option("--credential <id-or-name>", "the service account that it is scanned with")
    .option("--json", "print what came of it as JSON")
    .addHelpText("after", NOTES)
    .action((called: string, flags: EditFlags) => edit(io, called, flags));
}

async function edit(io: Io, called: string, flags: EditFlags): Promise<void> {
  const { address, port, platform, credential } = flags;
  const stated = { address, port, platform, credential };
  if (Object.values(stated).every((value) => value === undefined))
    throw new CommandFailure(
      ExitCode.Usage,
      "Say what to change: --address, --port, --platform or --credential",
    );
  const actor = { kind: "command", name: systemUser() } as const;
  const edited = accepted(
    await administer(io, flags, ({ db }) => editHost(db, actor, { called, ...stated })),
  );
  if (flags.json) return printJson(io, edited);
  const { identity, changed } = edited;
  const cleared = Object.keys(edited.cleared);
  if (cleared.length > 0) io.stderr.write(`note: taken over; cleared ${cleared.join(", ")}\n`);
  const text =
    changed.length > 0 ? `changed ${changed.join(", ")} of ${identity}` : `${identity} has all that`;
  await print(io, `${text}\n`);
}
