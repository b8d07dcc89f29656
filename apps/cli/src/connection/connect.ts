import { createHostScanClient, type HostScanClient } from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { readLogins } from "./logins.ts";
import { readSecretFile } from "./secret-input.ts";
import { serverUrl } from "./server-url.ts";

/** What every command that calls a server takes. */
export interface ConnectionFlags {
  readonly server?: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  /** False where the server knows no such keys. */
  readonly idempotencyKeys?: boolean;
}

/** Where a server, or its token, was named. */
export type Origin = "flag" | "environment" | "login";

/** The server that is meant, and the token for it, if there is one. */
export interface Target {
  readonly server: string;
  readonly serverFrom: Origin;
  readonly token: string | undefined;
  readonly tokenFrom: Origin;
}

/**
 * Finds out which server is meant, with which token, and trusts the CA that is named for it. Flags win over the
 * environment, which wins over `login`.
 *
 * @throws {CommandFailure} where no server is named.
 */
export async function findTarget(io: Io, flags: ConnectionFlags): Promise<Target> {
  const { env } = io;
  const named = flags.server ?? (env["HOSTSCAN_URL"] || undefined);
  const given = flags.tokenFile === undefined ? env["HOSTSCAN_TOKEN"] : await readSecretFile(flags.tokenFile);
  let caFile = flags.caFile ?? (env["HOSTSCAN_CA_FILE"] || undefined);
  // What nobody needs is not read, so that it need not be there.
  const complete = named !== undefined && given && (caFile !== undefined || !named.startsWith("https:"));
  const kept = complete ? { tokens: {} } : await readLogins(io);
  const chosen = named ?? kept.server;
  if (chosen === undefined) {
    throw new CommandFailure(
      "BadInput",
      "no server is named: use --server, HOSTSCAN_URL or `hostscan login`",
    );
  }
  const server = serverUrl(chosen);
  caFile ??= kept.caFiles?.[server];
  if (caFile !== undefined) await (await import("./trust-ca.ts")).trustCaFile(caFile);
  return {
    server,
    serverFrom: originOf(flags.server, named),
    token: given?.trim() || kept.tokens[server],
    tokenFrom: originOf(flags.tokenFile, given || undefined),
  };
}

/** Why a text is no token; it is not shown, since it may be a secret all the same. */
export const NO_TOKEN =
  "a token is one word of letters, digits and signs, without spaces or line breaks in it";

/** Whether a text can go into a header as a token. */
export const isToken = (text: string): boolean => /^[!-~]+$/.test(text);

const originOf = (flag: string | undefined, given: string | undefined): Origin => {
  if (flag !== undefined) return "flag";
  return given === undefined ? "login" : "environment";
};

/** Where a token was named, for people. */
const TOKEN_PLACES: Readonly<Record<Origin, string>> = {
  flag: "the file of --token-file",
  environment: "HOSTSCAN_TOKEN",
  login: "`hostscan login`",
};

/**
 * A client for the server that is meant, with its token.
 *
 * @throws {CommandFailure} where there is no server or no token, or one that no header takes.
 */
export async function connect(io: Io, flags: ConnectionFlags): Promise<HostScanClient> {
  const { server: baseUrl, token, tokenFrom } = await findTarget(io, flags);
  if (!token) {
    throw new CommandFailure(
      "NoAccess",
      `there is no token for ${baseUrl}: use \`hostscan login\` or HOSTSCAN_TOKEN`,
    );
  }
  if (!isToken(token)) {
    throw new CommandFailure("NoAccess", `what ${TOKEN_PLACES[tokenFrom]} holds is no token`, [NO_TOKEN]);
  }
  return createHostScanClient({
    baseUrl,
    token,
    idempotencyKeys: flags.idempotencyKeys !== false,
  });
}
