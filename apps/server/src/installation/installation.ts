import {
  type ApplicationKeyStore,
  type CredentialStore,
  checkSecretKey,
  createApplicationKeyStore,
  createCredentialStore,
  createSignIn,
  createSigningKeyStore,
  createTokenStore,
  createTokenVerifier,
  createTrustStore,
  createUserStore,
  loadSecretKey,
  loadSigningKeys,
  migrateToLatest,
  type OpenDatabase,
  openDatabase,
  SecretBox,
  type SecretKey,
  type SigningKeyStore,
  type TokenStore,
  type TrustStore,
  type UserStore,
} from "@hostscan/engine";
import { startEmbeddedPostgres } from "@hostscan/engine/postgres";
import type { SignInService, TokenVerifier } from "@hostscan/server";
import type { Logger } from "pino";
import { systemUser } from "../commands/system-user.ts";
import type { Configuration } from "../configuration/settings.ts";
import { commandFailure } from "./failure.ts";

/** An installation's database with its tables in place, and what is kept in it. */
export interface Installation {
  readonly db: OpenDatabase["db"];
  /** With its password: keep it out of logs. */
  readonly connectionString: string;
  readonly tokens: TokenStore;
  readonly tokenVerifier: TokenVerifier;
  readonly credentials: CredentialStore;
  readonly trust: TrustStore;
  readonly users: UserStore;
  readonly signIn: SignInService;
  readonly applicationKeys: ApplicationKeyStore;
  readonly signingKeys: SigningKeyStore;
}

export interface InstallationOptions {
  readonly configuration: Pick<Configuration, "dataDir" | "databaseUrl" | "secretKey">;
  readonly log: Logger;
}

/**
 * Opens the installation for as long as `use` takes. Without a `DATABASE_URL` its own Postgres runs meanwhile.
 *
 * @throws {CommandFailure} where the database cannot be had or the secret key is not its own.
 */
export async function withInstallation<T>(
  options: InstallationOptions,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const { secretKey, databaseUrl, dataDir } = options.configuration;
  try {
    const key = await loadSecretKey({ value: secretKey, dataDir: databaseUrl ? undefined : dataDir });
    return await withDatabase(options, async (connectionString) => {
      const onIdleError = (error: Error) => options.log.warn({ err: error }, "database connection lost");
      const { db } = openDatabase({ connectionString, onIdleError });
      try {
        return await use(await open({ db, connectionString }, key, options.log));
      } finally {
        await db.destroy();
      }
    });
  } catch (error) {
    throw commandFailure(error);
  }
}

async function withDatabase<T>(
  { configuration: { databaseUrl, dataDir }, log }: InstallationOptions,
  use: (connectionString: string) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) return use(databaseUrl);
  const onLost = (error: Error) => log.error({ err: error }, "embedded database lost");
  const postgres = await startEmbeddedPostgres({ dataDir, onLost });
  try {
    return await use(postgres.connectionString);
  } finally {
    await postgres.stop();
  }
}

/** To wait for another process, and to change large tables, may take longer than a statement should. */
async function migrate(connectionString: string): Promise<void> {
  const onIdleError = () => undefined;
  const { db } = openDatabase({ connectionString, max: 1, statementTimeoutMs: 0, onIdleError });
  try {
    await migrateToLatest(db);
  } finally {
    await db.destroy();
  }
}

async function open(
  database: Pick<Installation, "db" | "connectionString">,
  key: SecretKey,
  log: Logger,
): Promise<Installation> {
  const { db } = database;
  await migrate(database.connectionString);
  await checkSecretKey(db, key);
  const box = new SecretBox(key);
  const actor = { kind: "command", name: systemUser() } as const;
  const keys = await loadSigningKeys(db, box);
  return {
    ...database,
    tokens: createTokenStore(db, keys, actor),
    tokenVerifier: createTokenVerifier(db, keys),
    credentials: createCredentialStore(db, box, actor),
    trust: createTrustStore({ db }),
    users: createUserStore(db, box),
    signIn: createSignIn({ db, box, keys, log }),
    applicationKeys: createApplicationKeyStore(db),
    signingKeys: createSigningKeyStore(db, box),
  };
}
