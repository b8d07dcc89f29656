import type { SignInService, TokenVerifier } from "@hostscan/core";
import type { SecretKey } from "@hostscan/database";
import {
  checkServer,
  createSecretKeyStore,
  migrateToLatest,
  type OpenDatabase,
  openDatabase,
  openSecrets,
  requireLatest,
  SecretBox,
  type SecretKeyStore,
  type SecretsSetting,
} from "@hostscan/database";
import {
  type ApplicationKeyStore,
  createApplicationKeyStore,
  createSignIn,
  createSigningKeyStore,
  createTokenStore,
  createTokenVerifier,
  createUserStore,
  loadSigningKeys,
  type SigningKeyStore,
  type TokenStore,
  type UserStore,
  unopenedKeys,
} from "@hostscan/identity";
import type { Logger } from "pino";
import { type CredentialStore, createCredentialStore } from "../credentials/credential-store.ts";
import { createHostOwners, type HostOwners } from "../hosts/host-owner.ts";
import { createTrustStore, type TrustStore } from "../trust/trust-store.ts";

/** An installation's database with its tables in place, and what is kept in it. */
export interface Installation {
  readonly db: OpenDatabase["db"];
  /** With its password: keep it out of logs. */
  readonly connectionString: string;
  readonly tokens: TokenStore;
  readonly tokenVerifier: TokenVerifier;
  readonly credentials: CredentialStore;
  readonly trust: TrustStore;
  /** Seals what is secret in rows, and vouches for them. */
  readonly box: SecretBox;
  readonly hostOwners: HostOwners;
  readonly users: UserStore;
  readonly signIn: SignInService;
  readonly applicationKeys: ApplicationKeyStore;
  readonly signingKeys: SigningKeyStore;
  readonly secretKey: SecretKeyStore;
}

export interface OpenInstallation extends Installation {
  /** Closes its connections. */
  close(): Promise<void>;
}

/** What is changed through the stores is audited in the name of `actor`. */
export interface InstallationOptions extends Omit<SecretsSetting, "secretKey"> {
  readonly connectionString: string;
  readonly log: Logger;
  /** Without it nothing is opened or vouched for: what needs that throws. */
  readonly secretKey: SecretKey | undefined;
  /** Whether the tables are brought up to date, or have to be; yes where absent. */
  readonly migrates?: boolean;
  /** Most connections held at once, the queue's not among them; 10 where absent. */
  readonly maxConnections?: number;
}

/**
 * Brings the tables of a database up to date and opens what is kept in them.
 *
 * @throws {UnusableDatabaseError} if the server is none that can be used.
 * @throws {NewerDatabaseError} if the database was migrated by a later release.
 * @throws {OlderDatabaseError} if it is not up to date, and is not to be brought there.
 * @throws {SecretKeyError} if its secrets were made with another key.
 */
export async function openInstallation(options: InstallationOptions): Promise<OpenInstallation> {
  const { connectionString, maxConnections: max, log } = options;
  if (options.migrates ?? true) {
    const done = await migrateDatabase(connectionString);
    if (done.length > 0) log.info({ migrations: done }, "tables are up to date");
  }
  const { db } = openDatabase({
    connectionString,
    ...(max !== undefined && { max }),
    onIdleError: (error) => log.warn({ err: error }, "database connection lost"),
  });
  try {
    if (options.migrates === false) await requireLatest(db);
    return { ...(await openStores(db, options)), db, connectionString, close: () => db.destroy() };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/**
 * Brings the tables of a database up to date. To wait for another process, and to change large tables, may take longer
 * than a statement should.
 *
 * @returns the names of the migrations that it has run.
 */
export async function migrateDatabase(connectionString: string): Promise<string[]> {
  const onIdleError = () => undefined;
  const { db } = openDatabase({ connectionString, max: 1, statementTimeoutMs: 0, onIdleError });
  try {
    await checkServer(db);
    return await migrateToLatest(db);
  } finally {
    await db.destroy();
  }
}

async function openStores(
  db: Installation["db"],
  options: InstallationOptions,
): Promise<Omit<Installation, "db" | "connectionString">> {
  const { actor, log } = options;
  const { secretKey } = options;
  const box = secretKey ? await openSecrets(db, { ...options, secretKey }) : new SecretBox(undefined);
  const keys = secretKey ? await loadSigningKeys(db, box) : unopenedKeys(box);
  return {
    tokens: createTokenStore(db, keys, actor),
    tokenVerifier: createTokenVerifier(db, keys),
    credentials: createCredentialStore(db, box, actor),
    trust: createTrustStore({ db }),
    box,
    hostOwners: createHostOwners(db, actor),
    users: createUserStore(db, box, actor),
    signIn: createSignIn({ db, box, keys, log }),
    applicationKeys: createApplicationKeyStore(db, box, actor),
    signingKeys: createSigningKeyStore(db, box, actor),
    secretKey: createSecretKeyStore(db, box, options),
  };
}
