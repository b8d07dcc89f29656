import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { promptSecret } from "./prompt.ts";
import { secretFromFile, secretFromStdin } from "./secret-source.ts";

/** Where the secrets of a credential are to come from. */
export interface SecretFlags {
  readonly passwordStdin?: true;
  readonly passwordFile?: string;
  readonly privateKeyFile?: string;
  readonly passphraseStdin?: true;
  readonly passphraseFile?: string;
}

export interface Secrets {
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
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
  if (passphrase !== undefined && privateKey === undefined) {
    throw new CommandFailure(ExitCode.Usage, "a passphrase needs the --private-key-file that it opens");
  }
  const given = {
    ...(password && { password }),
    ...(privateKey && { privateKey }),
    ...(passphrase && { passphrase }),
  };
  return password || privateKey ? given : { password: await ask(io) };
}

function refuseTwoFromStdin({ passwordStdin, passphraseStdin }: SecretFlags): void {
  if (!passwordStdin || !passphraseStdin) return;
  throw new CommandFailure(ExitCode.Usage, "standard input holds one secret: give the other one by a file");
}

async function read(io: Io, flag: string, fromStdin: true | undefined, file: string | undefined) {
  if (fromStdin) return secretFromStdin(io, `${flag}-stdin`);
  return file === undefined ? undefined : secretFromFile(file, `${flag}-file`);
}

function ask(io: Io): Promise<string> {
  if (io.stdin.isTTY) return promptSecret(io, "Password");
  const ways = "--password-stdin, --password-file or --private-key-file";
  throw new CommandFailure(ExitCode.Usage, `there is no terminal to ask for a password on: give ${ways}`);
}
