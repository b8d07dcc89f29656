import { readFile } from "node:fs/promises";
import type { DirectoryOptions } from "@hostscan/directory";
import { CommandFailure, unreadable } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { textOf } from "../cli/text-encoding.ts";
import { ask } from "../connection/ask.ts";
import type { ConnectionFlags } from "../connection/connect.ts";
import { readCaFile } from "../connection/trust-ca.ts";

/** Which directory is read, and as whom. */
export interface DirectoryFlags extends ConnectionFlags {
  readonly directory?: string;
  readonly bindUser?: string;
  readonly passwordFile?: string;
  readonly fingerprint?: string;
}

const PASSWORD_PLACES = "--password-file, or HOSTSCAN_DIRECTORY_PASSWORD";

const LDAP = /^ldaps?:/i;

/** What a directory is opened with, from flags, the environment, and whoever is at the terminal. @throws {CommandFailure} */
export async function directoryOptions(io: Io, flags: DirectoryFlags): Promise<DirectoryOptions> {
  const { env } = io;
  const named = flags.directory ?? (LDAP.test(flags.server ?? "") ? flags.server : undefined);
  const url = named ?? env["HOSTSCAN_DIRECTORY_URL"];
  if (!url) {
    throw new CommandFailure(
      "BadInput",
      "no directory is named: use --directory ldaps://… or HOSTSCAN_DIRECTORY_URL",
    );
  }
  const caFile = flags.caFile ?? (env["HOSTSCAN_DIRECTORY_CA_FILE"] || undefined);
  const ca = caFile === undefined ? undefined : await readCaFile(caFile);
  const instead = "--bind-user, or HOSTSCAN_DIRECTORY_USER";
  const user =
    flags.bindUser ?? (env["HOSTSCAN_DIRECTORY_USER"] || (await ask(io, `User of ${url}`, { instead })));
  const password = await passwordOf(io, flags, user);
  const { fingerprint } = flags;
  return { url, user, password, ...(ca && { ca }), ...(fingerprint && { fingerprint }) };
}

/** The flags that name the server which is to scan: what names the directory is left out. */
export function serverFlags({ server, caFile: _, ...flags }: DirectoryFlags): ConnectionFlags {
  return server === undefined || LDAP.test(server) ? flags : { ...flags, server };
}

async function passwordOf(io: Io, { passwordFile }: DirectoryFlags, user: string): Promise<string> {
  const given =
    passwordFile === undefined
      ? io.env["HOSTSCAN_DIRECTORY_PASSWORD"] ||
        (await ask(io, `Password of ${user}`, { hidden: true, instead: PASSWORD_PLACES }))
      : // Spaces may belong to it; the break that ends a line does not.
        (await readText(passwordFile)).replace(/\r?\n$/, "");
  if (given !== "") return given;
  throw new CommandFailure(
    "BadInput",
    passwordFile === undefined ? "no password was given" : `${passwordFile} is empty`,
  );
}

async function readText(path: string): Promise<string> {
  const content = await readFile(path).catch((error: Error) => {
    throw unreadable(path, error);
  });
  return textOf(content, path);
}
