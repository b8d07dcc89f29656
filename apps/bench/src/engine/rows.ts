import { type Kysely, sql, type Transaction } from "kysely";

/** Tables that a scheduling call writes, each after those it refers to. */
const TABLES = ["host", "host_scan_job", "host_scan_host", "pgboss.job"] as const;

const ROWS_PER_STATEMENT = 2_000;

/** The rows of one table, as JSON that Postgres reads back. */
interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly object[];
}

/** Reads what a scheduling call has written. */
export function readRows<DB>(db: Kysely<DB>): Promise<readonly TableRows[]> {
  return Promise.all(
    TABLES.map(async (table) => {
      const read = await sql<{ row: object }>`
        select to_jsonb(written) as row from ${sql.table(table)} as written`.execute(db);
      const rows = read.rows.map(({ row }) => row);
      // A column that is null throughout costs the bare inserts nothing.
      const columns = new Set(
        rows.flatMap(Object.entries).flatMap(([name, value]) => (value === null ? [] : [name])),
      );
      return { table, rows: rows.map((row) => pick(row, columns)), columns: [...columns] };
    }),
  );
}

function pick(row: object, columns: ReadonlySet<string>): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => columns.has(name)));
}

/** Empties the tables, and leaves nothing for the next measurement to clean up or write back. */
export async function removeRows<DB>(db: Kysely<DB>): Promise<void> {
  await sql`delete from pgboss.job`.execute(db);
  await sql`truncate host_scan_host, host_scan_job, trust_record, host, idempotency`.execute(db);
  await sql`vacuum pgboss.job`.execute(db);
  await sql`checkpoint`.execute(db);
}

/** Writes rows as they are, by multi-row inserts in one transaction, and does nothing else. */
export async function insertRows<DB>(db: Kysely<DB>, tables: readonly TableRows[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { table, columns, rows } of tables) {
      for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
        await insertChunk(trx, table, columns, rows.slice(from, from + ROWS_PER_STATEMENT));
      }
    }
  });
}

async function insertChunk<DB>(
  trx: Transaction<DB>,
  table: string,
  columns: readonly string[],
  rows: readonly object[],
): Promise<void> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  await sql`
    insert into ${sql.table(table)} (${names})
    select ${names} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)})`.execute(
    trx,
  );
}
