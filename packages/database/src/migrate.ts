import { type Kysely, sql } from "kysely";
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from "kysely/migration";
import { migrations as ownMigrations } from "./migrations/index.ts";
import type { Database } from "./tables.ts";

/** The database was migrated by a later release, whose tables this code does not know. */
export class NewerDatabaseError extends Error {
  override readonly name = "NewerDatabaseError";
}

/** The database has not been brought up to date by this release. */
export class OlderDatabaseError extends Error {
  override readonly name = "OlderDatabaseError";
}

/** Migrations by name, in the order of their running. */
export type Migrations = Readonly<Record<string, Migration>>;

/** The migrations that a database has had. */
async function readDone(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const found = await sql`select where to_regclass(${DEFAULT_MIGRATION_TABLE}) is not null`.execute(db);
  if (found.rows.length === 0) return new Set();
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by name`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

function refuseNewer(done: ReadonlySet<string>, migrations: Migrations): void {
  const unknown = [...done].filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new NewerDatabaseError(
    `The database is of a later release, which has made ${unknown.join(", ")}: start that release.`,
  );
}

/**
 * @throws {NewerDatabaseError} if the database has migrations this code does not know.
 * @throws {OlderDatabaseError} if it lacks some.
 */
export async function requireLatest(db: Kysely<Database>, migrations = ownMigrations): Promise<void> {
  const done = await readDone(db);
  refuseNewer(done, migrations);
  const missing = Object.keys(migrations).filter((name) => !done.has(name));
  if (missing.length === 0) return;
  const state = done.size === 0 ? "has no tables of Hostscan's yet" : `has not had ${missing.join(", ")}`;
  throw new OlderDatabaseError(
    `The database ${state}: start a server of this release, or run hostscan-server migrate.`,
  );
}

async function migrate(db: Kysely<Database>, migrations: Migrations): Promise<string[]> {
  refuseNewer(await readDone(db), migrations);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.map(({ migrationName }) => migrationName);
}

/**
 * Brings the tables up to date; processes that do so at once take turns (kysely's advisory lock). A migration that
 * fails leaves nothing behind, and its error is thrown. For large tables the database is to be opened without a limit of
 * statements: a connection that has one is given up when it is silent for longer.
 *
 * @throws {NewerDatabaseError} if the database has migrations this code does not know.
 * @returns the names of those that it has run.
 */
export async function migrateToLatest(db: Kysely<Database>, migrations = ownMigrations): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    // Waiting for another process, and changing large tables, may take longer than a statement should.
    const { before } = await connection
      .selectNoFrom(sql<string>`current_setting('statement_timeout')`.as("before"))
      .executeTakeFirstOrThrow();
    await sql`set statement_timeout = 0`.execute(connection);
    try {
      return await migrate(connection, migrations);
    } finally {
      // On a broken connection this fails, and is not needed.
      await sql`select set_config('statement_timeout', ${before}, false)`.execute(connection).catch(() => {});
    }
  });
}
