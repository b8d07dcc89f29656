import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isUnavailable } from "../is-unavailable.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { type Cluster, SUPERUSER } from "./cluster.ts";
import type { Settings } from "./configuration.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { findCluster } from "./find-cluster.ts";
import { keepPresence } from "./keep-presence.ts";
import { isRunning } from "./postmaster.ts";
import { arrive, type Presence } from "./presence.ts";
import { reachableBinaries } from "./reachable-binaries.ts";
import { startServer, stopServer } from "./server.ts";
import { STATE_FOLDER } from "./state-folder.ts";

/** Time for recovery after a crash, or for another process to finish starting or stopping. */
const DEADLINE_MS = 90_000;
const RETRY_MS = 25;

/** A start fails while processes of a killed server are still ending. */
const STARTS = 3;
const START_RETRY_MS = 300;

async function ensureStarted(cluster: Cluster, binaries: Binaries, settings: Settings): Promise<void> {
  for (let start = 1; !(await isRunning(cluster)); start += 1) {
    try {
      await startServer(cluster, binaries, settings);
    } catch (error) {
      if (start === STARTS) throw error;
      await delay(START_RETRY_MS);
    }
  }
}

/**
 * Joins the server, and starts it if none runs. Processes may do so at once: Postgres lets one of them start it.
 *
 * @throws {EmbeddedPostgresError} if it does not start or answer.
 */
export async function joinServer(
  cluster: Cluster,
  binaries: Binaries,
  settings: Settings,
  deadlineMs = DEADLINE_MS,
): Promise<Presence> {
  const password = await readFile(cluster.passwordFile, "utf8");
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    await ensureStarted(cluster, binaries, settings);
    try {
      return await arrive(cluster, password);
    } catch (cause) {
      if (!isUnavailable(cause)) throw cause;
      if (performance.now() > deadline) {
        throw new EmbeddedPostgresError(
          `The embedded database does not answer; its logs are in ${cluster.log}.`,
          { cause },
        );
      }
    }
    await delay(RETRY_MS);
  }
}

/** How the embedded server is run. */
export interface EmbeddedPostgresOptions {
  /** Folder that holds all of an installation's files; made if it is not there. */
  readonly dataDir: string;
  /** Where root keeps what its unprivileged Postgres cannot reach in `dataDir`; `/var/lib/hostscan` where absent. */
  readonly stateFolder?: string;
  /** Settings of `postgresql.conf` that replace the usual ones, if this call starts the server. */
  readonly settings?: Settings;
  /** Hears that the server was lost, and of each fruitless attempt to bring it back. */
  readonly onLost: (error: Error) => void;
}

/** A running embedded server, in use by this process. */
export interface EmbeddedPostgres {
  /** Address of the database, with its password: keep it out of logs. */
  readonly connectionString: string;
  /**
   * Ends this process's use; the last process to leave stops the server. Close all pools first.
   * Calling it again changes nothing.
   *
   * @throws {EmbeddedPostgresError} if the server does not stop.
   */
  stop(): Promise<void>;
}

/** Address of a cluster's database, with its password: keep it out of logs. */
export async function connectionStringOf(cluster: Cluster): Promise<string> {
  const password = await readFile(cluster.passwordFile, "utf8");
  const folder = encodeURIComponent(cluster.socketFolder);
  return `postgresql://${SUPERUSER}:${password}@/postgres?host=${folder}`;
}

/**
 * Starts the installation's own Postgres, or joins the one that another process started or left behind, and brings
 * it back if it dies. It listens on a Unix socket only.
 *
 * @throws {EmbeddedPostgresError} with what to do, if it cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings = {}, stateFolder = STATE_FOLDER, onLost } = options;
  const installed = await findBinaries();
  const cluster = await findCluster(await prepareDataFolder(options.dataDir), installed, stateFolder);
  const binaries = await reachableBinaries(installed, cluster.account, stateFolder);
  const rejoin = () => joinServer(cluster, binaries, settings);
  const presence = keepPresence(await rejoin(), { rejoin, onLost });
  let stopped: Promise<void> | undefined;
  return {
    connectionString: await connectionStringOf(cluster),
    stop() {
      stopped ??= presence.leave(() => stopServer(cluster, binaries));
      return stopped;
    },
  };
}
