import pg from "pg";
import { isUnavailable } from "../is-unavailable.ts";
import { type Cluster, SUPERUSER } from "./cluster.ts";

/** The advisory lock that every process using the server shares: "here" in ASCII. */
const LOCK = 0x68657265;

/** This process's mark on a server: while it is there, no other process stops the server. */
export interface Presence {
  /** Settles when the connection that carries the mark is closed or lost. */
  readonly gone: Promise<void>;
  /** Takes the mark away, and calls `stopServer` if nobody else has one; nobody can arrive until it is done. */
  leave(stopServer: () => Promise<void>): Promise<void>;
}

async function leave(client: pg.Client, stopServer: () => Promise<void>): Promise<void> {
  try {
    await client.query("select pg_advisory_unlock_shared($1)", [LOCK]);
    const { rows } = await client.query("select pg_try_advisory_lock($1) as alone", [LOCK]);
    if (rows[0].alone) await stopServer();
  } catch (error) {
    // A server that is gone need not be stopped.
    if (!isUnavailable(error)) throw error;
  } finally {
    await client.end();
  }
}

/**
 * Marks the server as in use by this process. The mark is a shared lock of a connection, so Postgres takes it
 * away however this process ends.
 *
 * A process that stops the server holds the lock alone: this then waits, and fails with a lost connection.
 */
export async function arrive(cluster: Cluster, password: string): Promise<Presence> {
  const client = new pg.Client({
    host: cluster.socketFolder,
    user: SUPERUSER,
    password,
    database: "postgres",
    application_name: "hostscan presence",
    connectionTimeoutMillis: 10_000,
  });
  const gone = new Promise<void>((resolve) => client.once("end", resolve));
  // A loss shows as `gone`.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select pg_advisory_lock_shared($1)", [LOCK]);
  } catch (error) {
    await client.end();
    throw error;
  }
  return { gone, leave: (stopServer) => leave(client, stopServer) };
}
