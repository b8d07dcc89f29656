import {
  EmbeddedPostgresError,
  findSecretKey,
  isUnavailable,
  loadSecretKey,
  NewerDatabaseError,
  OlderDatabaseError,
  SecretKeyError,
  type SecretKeySource,
  UnusableDatabaseError,
} from "@hostscan/database";
import { hasEmbeddedDatabase, startEmbeddedPostgres } from "@hostscan/database/postgres";
import { type Installation, openInstallation } from "@hostscan/engine";
import type { Logger } from "pino";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Configuration } from "../configuration/settings.ts";
import { systemUser } from "./system-user.ts";

/**
 * SQLSTATEs with which a server refuses to let us in (PostgreSQL documentation, appendix A): class 28, a wrong
 * user or password, 3D000, a database that is not there, and 42501, a grant that is missing.
 */
const REFUSED = /^(28...|3D000|42501)$/;

/** Classes 53 and 57: a server that is there, and full, overloaded or about to stop. */
const CANNOT_SERVE = /^5[37]/;

/** What the system says of a file (errno(3)) that we would use and cannot. */
const FILE_FAULTS = new Set([
  "EACCES",
  "EDQUOT",
  "EEXIST",
  "EIO",
  "EISDIR",
  "EMFILE",
  "ENFILE",
  "ENOENT",
  "ENOSPC",
  "ENOTDIR",
  "EPERM",
  "EROFS",
]);

/** A database that is not the one to be used by this release, or not at all. */
const UNFIT = [UnusableDatabaseError, NewerDatabaseError, OlderDatabaseError];

/** How pg and Node tell that a connection comes to nothing by the way it is asked for: TLS, and the URL's own options. */
const NO_CONNECTION =
  /^(ERR_TLS_\w+|ERR_INVALID_URL|ERR_SSL_\w+|CERT_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+|UNABLE_TO_\w+|ERR_SOCKET_BAD_PORT) | The server does not support SSL connections/;

/** What a fault of the installation means to who runs a command; any other error stays what it is. */
export function commandFailure(error: unknown): unknown {
  if (error instanceof CommandFailure) return error;
  if (error instanceof SecretKeyError) return new CommandFailure(ExitCode.Configuration, error.message);
  if (error instanceof EmbeddedPostgresError) return new CommandFailure(ExitCode.Unavailable, error.message);
  if (UNFIT.some((kind) => error instanceof kind))
    return new CommandFailure(ExitCode.Configuration, messageOf(error));
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  const unavailable = (what: string) =>
    new CommandFailure(ExitCode.Unavailable, `${what}: ${messageOf(error)}`);
  if (isUnavailable(error))
    return unavailable(
      CANNOT_SERVE.test(code) ? "the database cannot serve now" : "the database cannot be reached",
    );
  if (REFUSED.test(code)) return unavailable("the database refuses");
  if (NO_CONNECTION.test(`${code} ${error.message}`))
    return unavailable("the database cannot be connected to");
  if ("syscall" in error && FILE_FAULTS.has(code)) return unavailable("a file cannot be used");
  return error;
}

/** Node tries every address of a name, and puts the reasons beside an empty message. */
function messageOf(error: unknown): string {
  if (!(error instanceof AggregateError)) return error instanceof Error ? error.message : String(error);
  return error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join(", ");
}

/**
 * What is done to get to an installation.
 *
 * - `make`: its database is made and brought up to date, as servers do.
 * - `use`: it has to be there, and is opened with its secret key.
 * - `look`: it has to be there, and does without the secret key.
 */
export type Opening = "make" | "use" | "look";

export interface InstallationSetting {
  readonly configuration: Pick<
    Configuration,
    "dataDir" | "databaseUrl" | "secretKey" | "secretKeyFile" | "databaseConnections"
  >;
  readonly log: Logger;
  /** What is done to get to an installation. */
  readonly opening: Opening;
  /** Is given what stops the embedded database at once, for a process that does not end in order. */
  readonly onEmbedded?: ((stop: () => Promise<void>) => void) | undefined;
}

/** Where a configuration has the secret key. */
export function secretKeySource({
  secretKey: value,
  secretKeyFile: file,
  databaseUrl,
  dataDir,
}: InstallationSetting["configuration"]): SecretKeySource {
  return { value, file, dataDir: databaseUrl === undefined ? dataDir : undefined };
}

/**
 * Opens the installation for as long as `use` takes. Without a `DATABASE_URL` its own Postgres runs meanwhile.
 *
 * @throws {CommandFailure} where the database cannot be had or the secret key is not its own.
 */
export async function withInstallation<T>(
  setting: InstallationSetting,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const { opening, log } = setting;
  const { databaseConnections: maxConnections } = setting.configuration;
  const source = secretKeySource(setting.configuration);
  const actor = { kind: "command", name: systemUser() } as const;
  try {
    await requireDatabase(setting);
    const onExposed = (text: string) => log.warn(text);
    const secretKey = opening === "look" ? undefined : await loadSecretKey({ ...source, onExposed });
    return await withDatabase(setting, async (connectionString) => {
      const installation = await openInstallation({
        connectionString,
        maxConnections,
        secretKey,
        migrates: opening === "make",
        findSecretKey: (id) => findSecretKey(source, id),
        actor,
        log,
      });
      try {
        return await use(installation);
      } finally {
        await installation.close();
      }
    });
  } catch (error) {
    throw commandFailure(error);
  }
}

/** A command that was started in the wrong folder is not to make a database there. */
export async function requireDatabase({ configuration, opening }: InstallationSetting): Promise<void> {
  const { databaseUrl, dataDir } = configuration;
  if (opening === "make" || databaseUrl !== undefined || (await hasEmbeddedDatabase(dataDir))) return;
  throw new CommandFailure(
    ExitCode.Configuration,
    `there is no installation in ${dataDir}: name its folder with --data-dir or its database with DATABASE_URL, or start a server, which makes one`,
  );
}

/** Has a configuration's database for as long as `use` takes: an embedded one runs meanwhile. */
export async function withDatabase<T>(
  { configuration: { databaseUrl, dataDir }, log, onEmbedded }: InstallationSetting,
  use: (connectionString: string) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) return use(databaseUrl);
  const isThere = await hasEmbeddedDatabase(dataDir);
  log.info({ dataDir }, isThere ? "starting the embedded database" : "making the embedded database");
  const onLost = (error: Error) => log.error({ err: error }, "embedded database lost");
  const postgres = await startEmbeddedPostgres({ dataDir, onLost });
  onEmbedded?.(() => postgres.stop());
  try {
    return await use(postgres.connectionString);
  } finally {
    await postgres.stop();
  }
}
