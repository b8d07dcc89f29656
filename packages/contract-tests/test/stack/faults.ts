import type { TestDatabase } from "@hostscan/database/testing";
import { sql } from "kysely";
import type { Fault } from "../../src/index.ts";
import type { CutOff } from "./cut-off.ts";

/** The tables that every operation reads; those of the tokens stay, so that a caller still gets as far as the operation. */
const tables = ["app_user", "host", "credential", "host_scan_job", "host_scan_host"];

/** Takes the tables away: every operation fails inside. */
export async function loseTables({ db }: TestDatabase): Promise<Fault> {
  const rename = async (from: string, to: string) => {
    for (const table of tables) {
      await sql`alter table ${sql.id(from + table)} rename to ${sql.id(to + table)}`.execute(db);
    }
  };
  await rename("", "lost_");
  return { restore: () => rename("lost_", "") };
}

/** Puts the database out of reach of whoever goes this way. */
export async function loseDatabase(way: CutOff): Promise<Fault> {
  await way.cut();
  return { restore: () => way.restore() };
}
