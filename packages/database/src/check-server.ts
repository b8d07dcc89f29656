import { type Kysely, sql } from "kysely";
import type { Database } from "./tables.ts";

/** The database server is there, and cannot be used as it is. The message says what is to be done about it. */
export class UnusableDatabaseError extends Error {
  override readonly name = "UnusableDatabaseError";
}

/** The oldest release that is tried; those before it have come to the end of their life. */
const OLDEST_POSTGRES = 15;

/** What a server says of itself. */
export interface ServerState {
  /** As in `server_version_num`: 150004. */
  readonly version: number;
  readonly encoding: string;
  /** It only follows another server. */
  readonly isStandby: boolean;
}

const PER_RELEASE = 10_000;

/** What keeps Hostscan from using a server; undefined where nothing does. */
export function serverFault({ version, encoding, isStandby }: ServerState): string | undefined {
  const release = Math.floor(version / PER_RELEASE);
  if (release < OLDEST_POSTGRES)
    return `The database server is Postgres ${release}, and ${OLDEST_POSTGRES} or newer is needed.`;
  if (encoding !== "UTF8")
    return `The database's encoding is ${encoding}, and UTF8 is needed: make it with encoding 'UTF8'.`;
  if (isStandby) return "The database server is a standby, which takes no changes: name the primary.";
  return undefined;
}

/** @throws {UnusableDatabaseError} where the server is none that can be used. */
export async function checkServer(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<ServerState>`
    select current_setting('server_version_num')::int as version,
      current_setting('server_encoding') as encoding,
      pg_is_in_recovery() as "isStandby"`.execute(db);
  const fault = rows[0] && serverFault(rows[0]);
  if (fault !== undefined) throw new UnusableDatabaseError(fault);
}
