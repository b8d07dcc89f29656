import { type Kysely, sql } from "kysely";
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from "kysely/migration";
import { migrations as ownMigrations } from "./migrations/index.ts";
import type { Database } from "./tables.ts";

/** The database was migrated by a later release, whose tables this code does not know. */
export class NewerDatabaseError extends Error {
  override readonly name = "NewerDatabaseError";
}

/** Migrations by name, in the order of their running. */
export type Migrations = Readonly<Record<string, Migration>>;

async function refuseNewer(db: Kysely<Database>, known: readonly string[]): Promise<void> {
  const found = await sql`select where to_regclass(${DEFAULT_MIGRATION_TABLE}) is not null`.execute(db);
  if (found.rows.length === 0) return;
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} where name <> all (${known}) order by name`.execute(
    db,
  );
  if (rows.length === 0) return;
  const names = rows.map((row) => row.name).join(", ");
  throw new NewerDatabaseError(
    `The database is of a later release, which has made ${names}: start that release.`,
  );
}

async function migrate(db: Kysely<Database>, migrations: Migrations): Promise<void> {
  await refuseNewer(db, Object.keys(migrations));
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * Brings the tables up to date; processes that do so at once take turns (kysely's advisory lock). A migration that
 * fails leaves nothing behind, and its error is thrown. For large tables the database is to be opened without a limit of
 * statements: a connection that has one is given up when it is silent for longer.
 *
 * @throws {NewerDatabaseError} if the database has migrations this code does not know.
 */
export async function migrateToLatest(db: Kysely<Database>, migrations = ownMigrations): Promise<void> {
  await db.connection().execute(async (connection) => {
    // Waiting for another process, and changing large tables, may take longer than a statement should.
    await sql`set statement_timeout = 0`.execute(connection);
    try {
      await migrate(connection, migrations);
    } finally {
      // On a broken connection this fails, and is not needed.
      await sql`reset statement_timeout`.execute(connection).catch(() => {});
    }
  });
}
