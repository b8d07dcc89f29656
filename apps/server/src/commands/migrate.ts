import { prepareDatabase } from "@hostscan/engine";
import type { Command } from "commander";
import type { Io } from "../cli/io.ts";
import { print } from "../cli/print.ts";
import { addSettings } from "../configuration/flags.ts";
import {
  commandFailure,
  type InstallationSetting,
  requireDatabase,
  withDatabase,
} from "../installation/installation.ts";
import { type Flags, withSetting } from "./administer.ts";

const NOTES = `
A server does so by itself when it starts. Where it runs as a user who may not change tables, this command does so
beforehand, as one who may; it needs no secret key. A release that is newer than the servers that run may be in place
before they are replaced: see HOSTING.md.

Example:
  $ DATABASE_URL=postgres://hostscan_owner@db.example/hostscan hostscan-server migrate`;

/** Adds `migrate`. */
export function addMigrateCommand(program: Command, io: Io): void {
  const migrate = program
    .command("migrate")
    .description("make the tables of a database, or bring them up to date")
    .addHelpText("after", NOTES)
    .action((flags: Flags) => migrateDatabase(io, flags));
  addSettings(migrate, "all");
}

async function migrateDatabase(io: Io, flags: Flags): Promise<void> {
  const done = await withSetting(io, flags, "look", migrateInstallation);
  await print(
    io,
    done.length === 0 ? "the tables are up to date\n" : `brought up to date by ${done.join(", ")}\n`,
  );
}

/** Brings the tables of the database that a configuration names up to date; of an embedded one that is there. */
async function migrateInstallation(setting: InstallationSetting): Promise<readonly string[]> {
  try {
    await requireDatabase(setting);
    return await withDatabase(setting, prepareDatabase);
  } catch (error) {
    throw commandFailure(error);
  }
}
