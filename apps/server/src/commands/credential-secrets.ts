import { ELEVATION_METHODS, type Elevation, type ElevationMethod } from "@hostscan/scanner";
import { type Command, Option } from "commander";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { promptSecret } from "./prompt.ts";
import { keytabFromFile, secretFromFile, secretFromStdin } from "./secret-source.ts";

/** Where the secrets of a credential are to come from. */
export interface SecretFlags {
  readonly passwordStdin?: true;
  readonly passwordFile?: string;
  readonly privateKeyFile?: string;
  readonly passphraseStdin?: true;
  readonly passphraseFile?: string;
  readonly keytabFile?: string;
  readonly elevate?: ElevationMethod;
  readonly elevatePasswordStdin?: true;
  readonly elevatePasswordFile?: string;
}

interface Secrets {
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
  readonly keytab?: string;
  readonly elevate?: Elevation;
}

/**
 * Reads the secrets that the flags point to; where they point to none, asks for a password on the terminal.
 *
 * @throws {CommandFailure} where there is no secret to be had.
 */
export async function readSecrets(io: Io, flags: SecretFlags): Promise<Secrets> {
  refuseTwoFromStdin(flags);
  const password = await read(io, "--password", flags.passwordStdin, flags.passwordFile);
  const privateKey = await read(io, "--private-key", undefined, flags.privateKeyFile);
  const passphrase = await read(io, "--passphrase", flags.passphraseStdin, flags.passphraseFile);
  const keytab = flags.keytabFile && (await keytabFromFile(flags.keytabFile, "--keytab-file"));
  const elevate = await readElevation(io, flags);
  if (passphrase !== undefined && privateKey === undefined) {
    throw new CommandFailure(ExitCode.Usage, "a passphrase needs the --private-key-file that it opens");
  }
  const given = {
    ...(password && { password }),
    ...(privateKey && { privateKey }),
    ...(passphrase && { passphrase }),
    ...(keytab && { keytab }),
    ...(elevate && { elevate }),
  };
  return password || privateKey || keytab ? given : { ...given, password: await ask(io) };
}

async function readElevation(io: Io, flags: SecretFlags): Promise<Elevation | undefined> {
  const { elevate: method, elevatePasswordStdin: fromStdin, elevatePasswordFile: file } = flags;
  if (method === undefined && (fromStdin || file !== undefined))
    throw new CommandFailure(ExitCode.Usage, "a password to elevate with needs --elevate, by which command");
  const password = await read(io, "--elevate-password", fromStdin, file);
  return method && { method, ...(password && { password }) };
}

function refuseTwoFromStdin(flags: SecretFlags): void {
  const { passwordStdin, passphraseStdin, elevatePasswordStdin } = flags;
  if ([passwordStdin, passphraseStdin, elevatePasswordStdin].filter(Boolean).length < 2) return;
  throw new CommandFailure(ExitCode.Usage, "standard input holds one secret: give the others by files");
}

async function read(io: Io, flag: string, fromStdin: true | undefined, file: string | undefined) {
  if (fromStdin) return secretFromStdin(io, `${flag}-stdin`);
  return file === undefined ? undefined : secretFromFile(file, `${flag}-file`);
}

function ask(io: Io): Promise<string> {
  if (io.stdin.isTTY) return promptSecret(io, "Password");
  const ways = "--password-stdin, --password-file, --private-key-file or --keytab-file";
  throw new CommandFailure(ExitCode.Usage, `there is no terminal to ask for a password on: give ${ways}`);
}

/** Adds the flags of {@link SecretFlags}. */
export function addSecretFlags(command: Command): Command {
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
    .option("--passphrase-file <file>", "read the key's passphrase from a file")
    .option("--keytab-file <file>", "read its keys for Kerberos (MIT's keytab) from a file")
    .addOption(
      new Option(
        "--elevate <command>",
        "become the super user by it (of a router, by enable), to read what is on a host",
      ).choices(ELEVATION_METHODS),
    )
    .addOption(
      new Option(
        "--elevate-password-stdin",
        "read what it asks for from standard input (default: its password)",
      ).conflicts("elevatePasswordFile"),
    )
    .option("--elevate-password-file <file>", "read what it asks for from a file");
}
