import { readdir, readFile } from "node:fs/promises";
import { type Kysely, sql } from "kysely";

/** What a Postgres server has used up to a moment. */
export interface DatabaseUse {
  /** Of all its processes, those that have ended among them; not a number where the system does not tell. */
  readonly cpuMs: number;
  readonly walBytes: number;
  readonly transactions: number;
}

/** Linux counts in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

/** A process's parent, and its processor time with that of its ended children, as proc(5) has it. */
async function readProcess(pid: string): Promise<{ readonly parent: string; readonly cpuMs: number }> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: fields[1] ?? "", cpuMs: ticks * TICK_MS };
}

async function processorTime(backend: number): Promise<number> {
  const pids = await readdir("/proc").catch(() => []);
  if (pids.length === 0) return Number.NaN;
  const { parent: postmaster } = await readProcess(String(backend));
  const processes = await Promise.all(pids.filter((name) => /^\d+$/.test(name)).map(readProcess));
  const { cpuMs } = await readProcess(postmaster);
  return processes.reduce((sum, one) => sum + (one.parent === postmaster ? one.cpuMs : 0), cpuMs);
}

/** Reads what the server has used so far. */
export async function readUse<DB>(db: Kysely<DB>): Promise<DatabaseUse> {
  const { rows } = await sql<{ backend: number; wal: string; transactions: number }>`
    select pg_backend_pid() as backend, pg_current_wal_insert_lsn() - '0/0' as wal, xact_commit as transactions
    from pg_stat_database where datname = current_database()`.execute(db);
  const { backend = 0, wal = "0", transactions = 0 } = rows[0] ?? {};
  return { cpuMs: await processorTime(backend), walBytes: Number(wal), transactions };
}
