import { editHost } from "@hostscan/engine";
import { type Command, InvalidArgumentError } from "commander";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { accepted } from "../installation/accepted.ts";
import { systemUser } from "../installation/system-user.ts";
import { administerScans, type Flags } from "./administer.ts";

interface EditFlags extends Flags {
  /** False where it is to have none. */
  readonly address?: string | false;
  readonly port?: number;
  readonly platform?: string | false;
  readonly credential?: string | false;
  readonly json?: true;
}

const NOTES = `
A host is changed as by an Admin's request. Its keys stay trusted, so that wherever it is it has to show them. A
credential is not given to a host outside of its scope. A host that an App has stated all of is taken over by giving it
another credential: what the App has said of its address and trust is cleared. Jobs that are scheduled scan what they
were scheduled with. Each setting is a line of the audit log. Where the server is set to scan in some networks or at
some ports only, set the same here: what it would refuse is refused at once.

Examples:
  $ hostscan-server host edit web01.corp.example --port 2222 --credential lab
  $ hostscan-server host edit 3f0f… --address 10.1.0.7 --platform Linux
  $ hostscan-server host edit 3f0f… --no-address --no-platform`;

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
    .option("--no-address", "connect to wherever DNS says that its name is")
    .option("--port <port>", "the port of its SSH server", readPort)
    .option("--platform <platform>", "Linux, Cisco or Windows")
    .option("--no-platform", "find out with each scan what it is")
    .option("--credential <id-or-name>", "the service account that it is scanned with")
    .option("--no-credential", "scan it with whatever requests name")
    .option("--json", "print what came of it as JSON")
    .addHelpText("after", NOTES)
    .action((called: string, flags: EditFlags) => edit(io, called, flags));
}

/** What a flag states; null where it was negated. */
function orNone(flag: string | false | undefined): string | null | undefined {
  return flag === false ? null : flag;
}

async function edit(io: Io, called: string, flags: EditFlags): Promise<void> {
  const { address, port, platform, credential } = flags;
  const stated = {
    address: orNone(address),
    port,
    platform: orNone(platform),
    credential: orNone(credential),
  };
  if (Object.values(stated).every((value) => value === undefined))
    throw new CommandFailure(
      ExitCode.Usage,
      "Say what to change: --[no-]address, --port, --[no-]platform or --[no-]credential",
    );
  const actor = { kind: "command", name: systemUser() } as const;
  const edited = accepted(
    await administerScans(io, flags, ({ db }, networks) =>
      editHost({ db, networks }, actor, { called, ...stated }),
    ),
  );
  if (flags.json) return printJson(io, edited);
  const { identity, changed } = edited;
  const cleared = Object.keys(edited.cleared);
  if (cleared.length > 0) io.stderr.write(`note: taken over; cleared ${cleared.join(", ")}\n`);
  const text =
    changed.length > 0 ? `changed ${changed.join(", ")} of ${identity}` : `${identity} has all that`;
  await print(io, `${text}\n`);
}
