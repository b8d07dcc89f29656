import { type KeptKeys, rotateKeptKey } from "@hostscan/database";
import type { Command } from "commander";
import type { Io } from "../cli/io.ts";
import { print } from "../cli/print.ts";
import { addSettings } from "../configuration/flags.ts";
import { secretKeySource, withInstallation } from "../installation/installation.ts";
import { type Flags, withSetting } from "./administer.ts";

interface RotateFlags extends Flags {
  readonly newKeyFile?: string;
}

const NOTES = `
Every secret is encrypted anew, and every row that grants access is vouched for anew, at once or not at all. Servers that
have the key from the same file follow within seconds; others stop, and say which key they need.

A backup is of no use without the key it was made under: keep the former key with the backups made until now.`;

/** Adds `secret-key rotate`. */
export function addSecretKeyCommands(program: Command, io: Io): void {
  const secretKey = program
    .command("secret-key")
    .description("the key that the database's secrets are under");
  const rotate = secretKey
    .command("rotate")
    .description("put the database under a new key")
    .option("--new-key-file <file>", "file of the new key; made if it is not there")
    .action((flags: RotateFlags) => rotateKey(io, flags));
  addSettings(rotate, "all").addHelpText("after", NOTES);
}

async function rotateKey(io: Io, flags: RotateFlags): Promise<void> {
  await withSetting(io, flags, "use", async (setting) => {
    const { configuration } = setting;
    const kept = await withInstallation(setting, ({ secretKey }) =>
      rotateKeptKey(secretKeySource(configuration), {
        newKeyFile: flags.newKeyFile,
        formerId: secretKey.id(),
        rotate: (next) => secretKey.rotate(next),
      }),
    );
    await print(io, whatNow(kept, configuration.secretKeyFile));
  });
}

function whatNow({ id, file, inPlace, formerFile }: KeptKeys, named: string | undefined): string {
  const head = `the database is under secret key ${id}, which is in ${file}\n`;
  if (inPlace) {
    return `${head}backups made until now need the former key, which is in ${formerFile}: keep it with them, or remove it\n`;
  }
  const setting = named === undefined ? "set HOSTSCAN_SECRET_KEY to it" : `put it in place of ${named}`;
  return `${head}${setting} for every process, and start those anew; backups made until now need the former key\n`;
}
