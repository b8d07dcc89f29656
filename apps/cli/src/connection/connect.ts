import { createHostScanClient, type HostScanClient } from "@hostscan/client";
import { type Command, Option } from "commander";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { readLogins } from "./logins.ts";
import { readSecretFile } from "./secret-input.ts";
import { serverUrl } from "./server-url.ts";

/** What every command that calls a server takes. */
export interface ConnectionFlags {
  readonly server?: string;
  readonly tokenFile?: string;
  /** False where the server knows no such keys. */
  readonly idempotencyKeys: boolean;
}

/** Adds the flags of a connection. */
export function addConnectionFlags(command: Command): Command {
  return command
    .option("--server <url>", "address of the server (HOSTSCAN_URL, or the last `login`)")
    .option("--token-file <path>", "file that holds the token (HOSTSCAN_TOKEN, or `login`)")
    .addOption(
      new Option("--no-idempotency-keys", "for servers that know none, as NPS: a call is then not repeated"),
    );
}

/**
 * A client for the server that is meant, with its token. Flags win over the environment, which wins over `login`.
 *
 * @throws {CommandFailure} where there is no server or no token.
 */
export async function connect(io: Io, flags: ConnectionFlags): Promise<HostScanClient> {
  const { env } = io;
  let named = flags.server ?? env["HOSTSCAN_URL"];
  let token = flags.tokenFile === undefined ? env["HOSTSCAN_TOKEN"] : await readSecretFile(flags.tokenFile);
  if (!named || !token) {
    const { server, tokens } = await readLogins(io);
    named ||= server;
    if (!named) {
      throw new CommandFailure(
        "BadInput",
        "no server is named: use --server, HOSTSCAN_URL or `hostscan login`",
      );
    }
    token ||= tokens[serverUrl(named)];
  }
  const baseUrl = serverUrl(named);
  if (!token) {
    throw new CommandFailure(
      "NoAccess",
      `there is no token for ${baseUrl}: use \`hostscan login\` or HOSTSCAN_TOKEN`,
    );
  }
  return createHostScanClient({ baseUrl, token, idempotencyKeys: flags.idempotencyKeys });
}
