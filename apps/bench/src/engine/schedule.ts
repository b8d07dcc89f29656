import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { createServer } from "@hostscan/server";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Bench } from "../bench.ts";
import { spread } from "../statistics.ts";
import { addCredential, type BenchEngine, startEngine } from "./engine-process.ts";

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
function readRows<DB>(db: Kysely<DB>): Promise<readonly TableRows[]> {
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
async function removeRows<DB>(db: Kysely<DB>): Promise<void> {
  await sql`delete from pgboss.job`.execute(db);
  await sql`truncate host, host_scan_job, idempotency cascade`.execute(db);
  await sql`vacuum pgboss.job`.execute(db);
  await sql`checkpoint`.execute(db);
}

/** Writes rows as they are, by multi-row inserts in one transaction, and does nothing else. */
async function insertRows<DB>(db: Kysely<DB>, tables: readonly TableRows[]): Promise<void> {
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

const HOSTS = 10_000;
const WARM_UP_ROUNDS = 2;

interface Sample {
  readonly postMs: number;
  readonly bareMs: number;
  /** Longest time that the event loop stood still during the call. */
  readonly stallMs: number;
  /** Reading the job back, all its hosts included. */
  readonly readMs: number;
}

type Call = (path: string, body?: string) => Promise<string>;

/**
 * Measures a `POST /HostScanJob` of 10,000 new hosts, from its body's text to its answer's text, against bare
 * multi-row inserts of the very rows it wrote, over the same connection.
 */
export const benchSchedule: Bench = async ({ rounds }) => {
  await using engine = await startEngine(1);
  await addCredential(engine, "bench");
  const call = caller(engine);
  const samples: Sample[] = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const sample = await measure(engine, call);
    if (round >= 0) samples.push(sample);
  }
  const of = (value: keyof Sample) => spread(samples.map((sample) => sample[value]));
  return {
    title: `Scheduling: one job of ${HOSTS} new hosts, ${rounds} rounds, one connection`,
    rows: [
      {
        name: "hostscan",
        measured: { ms: of("postMs"), "longest stall, ms": of("stallMs"), "read back, ms": of("readMs") },
      },
      { name: "bare inserts", measured: { ms: of("bareMs") } },
    ],
    ratios: [
      {
        name: "hostscan ÷ bare inserts, ms",
        ratio: spread(samples.map(({ postMs, bareMs }) => postMs / bareMs)),
        target: { atMost: 2 },
      },
      {
        name: "longest stall ÷ 100 ms",
        ratio: spread(samples.map(({ stallMs }) => stallMs / 100)),
        target: { atMost: 1 },
      },
    ],
  };
};

function caller({ jobs, tokenVerifier: tokens, signIn, token }: BenchEngine): Call {
  const app = createServer({ jobs, tokens, signIn });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return async (path, body) => {
    const init = body === undefined ? { headers } : { method: "POST", headers, body };
    const response = await app.request(`/api/v1/HostScanJob${path}`, init);
    const text = await response.text();
    if (response.status !== 200) throw new Error(text);
    return text;
  };
}

async function measure({ db }: BenchEngine, call: Call): Promise<Sample> {
  await removeRows(db);
  const body = JSON.stringify(
    Array.from({ length: HOSTS }, (_, index) => ({
      dnsHostName: `host-${index}.example.local`,
      credentialName: "bench",
      acceptThumbprintOnFirstDiscovery: true,
    })),
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [postMs, answer] = await timed(() => call("", body));
  delay.disable();
  const job: { readonly id: string } = JSON.parse(answer);
  const [readMs] = await timed(() => call(`/${job.id}`));
  const rows = await readRows(db);
  await removeRows(db);
  const [bareMs] = await timed(() => insertRows(db, rows));
  return { postMs, bareMs, readMs, stallMs: delay.max / 1e6 };
}

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, value: T]> {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}
