import { Socket } from "node:net";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Database } from "./tables.ts";

/**
 * A socket for a connection to the database that breaks once it has been silent for so many milliseconds.
 *
 * A peer may go without a word: its machine lost power, or something between forwards no more. What was asked of it would
 * then be waited for without end, and the connection, lent out, would never be replaced.
 */
export function socketThatEndsInSilence(silenceMs: number): Socket {
  const socket = new Socket();
  const fault = () => new Error(`Connection terminated: the database was silent for ${silenceMs / 1_000} s`);
  return socket.setTimeout(silenceMs, () => socket.destroy(fault()));
}

/** How the database is reached. */
export interface DatabaseOptions {
  readonly connectionString: string;
  /** Most connections held at once; 10 where absent. */
  readonly max?: number;
  /** Longest wait for a connection, in milliseconds; 5,000 where absent. */
  readonly connectionTimeoutMs?: number;
  /**
   * Longest run of one statement, in milliseconds; 30,000 where absent, no limit where 0. A connection on which no answer
   * comes for longer than that, and some margin, is given up.
   */
  readonly statementTimeoutMs?: number;
  /** Hears of connections that were lost while nothing used them; the pool replaces them by itself. */
  readonly onIdleError: (error: Error) => void;
}

/** A database in use; `db.destroy()` closes the pool. */
export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
}

/** OID of `int8` (pg_type). */
const INT8 = 20;

/**
 * Our transactions wait for nothing but the database. One that its client has been cut off from holds its rows locked
 * until then.
 */
const IDLE_IN_TRANSACTION_MS = 10_000;

const LIMITS =
  "select set_config('statement_timeout', $1, false), set_config('idle_in_transaction_session_timeout', $2, false)";

/** For the way of a statement's last possible answer. */
const SILENCE_MARGIN_MS = 5_000;

/** Counts come as `int8`, and pg gives those as text; every count of ours is far below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);

/** Opens a pool of connections; none is made until the first query. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const { connectionString, max = 10, connectionTimeoutMs = 5_000, statementTimeoutMs = 30_000 } = options;
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: connectionTimeoutMs,
    // By a statement, not by parameters of the connection: poolers such as pgbouncer refuse those, or pass them over.
    onConnect: (client) => client.query(LIMITS, [String(statementTimeoutMs), String(IDLE_IN_TRANSACTION_MS)]),
    keepAlive: true,
    application_name: "hostscan",
    types,
    ...(statementTimeoutMs > 0 && {
      stream: () => socketThatEndsInSilence(statementTimeoutMs + SILENCE_MARGIN_MS),
    }),
  });
  // Without a listener, a connection lost while idle would end the process.
  pool.on("error", options.onIdleError);
  // Nor may one lost while lent out: kysely does not listen, and the query in flight rejects anyway.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return { pool, db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }) };
}
