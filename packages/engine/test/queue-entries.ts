import type { TestDatabase } from "@hostscan/database/testing";
import { sql } from "kysely";

/** The `host_scan_host` ids in the queue, the first to be taken first. */
export async function queueEntries({ db }: TestDatabase): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from pgboss.job where name = 'host-scan' order by priority desc, created_on`.execute(db);
  return rows.map((row) => row.id);
}
