import type { HostScanJobService } from "@hostscan/core";
import { createScan, openKerberos, type Scan } from "@hostscan/scanner";
import { type Logger, pino } from "pino";
import { NO_QUOTAS, type Quotas } from "../jobs/quotas.ts";
import { createHostScanJobs } from "../jobs/service.ts";
import { createScanNetworks, type ScanNetworks } from "../networks/scan-networks.ts";
import { requireNotifications } from "../queue/require-notifications.ts";
import { createScanQueue } from "../queue/scan-queue.ts";
import { scanQueueOptions } from "../queue/scan-queue-options.ts";
import type { JobsOf } from "../visibility/visible-jobs.ts";
import { LEASE_CONNECTIONS } from "../worker/leases/renewal.ts";
import { createWorker, type Worker, type WorkerOptions } from "../worker/worker.ts";
import { type Installation, migrateDatabase } from "./open-installation.ts";

/** How a worker is set; what is absent has a default. */
export type WorkerSettings = Partial<
  Pick<
    WorkerOptions,
    | "concurrency"
    | "deadlineMs"
    | "retryDelaysSeconds"
    | "limits"
    | "connectsPerSecond"
    | "sections"
    | "pausedWaitMs"
    | "retention"
    | "observer"
  >
>;

export interface EngineOptions {
  readonly installation: Pick<Installation, "db" | "connectionString" | "credentials" | "box">;
  readonly log: Logger;
  /** Most connections that its queue holds at once; 4 where absent. */
  readonly queueConnections?: number | undefined;
  /** Where may be scanned; wherever that is not denied by default, where absent. */
  readonly networks?: ScanNetworks;
  /** What each caller may schedule in an hour; any number where absent. */
  readonly quotas?: Quotas;
  /** Whose jobs an application sees and cancels; everybody's where absent. */
  readonly jobsOf?: JobsOf;
  /** Settings of its worker; a process that only takes calls has none. */
  readonly worker?: WorkerSettings | undefined;
  /** How Windows hosts are logged in to; without NTLM where there is no TLS, and by the system's Kerberos, where absent. */
  readonly windows?: WindowsSettings | undefined;
  /** How its worker scans a host; for real, where absent. */
  readonly scan?: Scan | undefined;
}

/** How Windows hosts are logged in to. */
export interface WindowsSettings {
  /** The file that says where the KDCs are; the system's where absent. */
  readonly kerberosConfiguration?: string | undefined;
  /** Whether NTLM is told to hosts without TLS, which have proved nothing. */
  readonly ntlmWithoutTls?: boolean;
}

/** Jobs, their queue and, where hosts are scanned by this process, a worker. */
export interface Engine {
  readonly jobs: HostScanJobService;
  /** To be started, and to be stopped before the engine is closed. */
  readonly worker: Worker | undefined;
  /** Connections to the database that it holds at most, those of its installation not among them. */
  readonly mostConnections: number;
  /** Stops the queue, and what speaks Kerberos. */
  close(): Promise<void>;
}

/**
 * Makes all that a database needs, its queue as well, so that who runs on it afterwards need not be allowed to.
 *
 * @returns the names of the migrations that it took.
 */
export async function prepareDatabase(connectionString: string): Promise<readonly string[]> {
  const done = await migrateDatabase(connectionString);
  const queue = createScanQueue({ connectionString, supervise: false, log: pino({ enabled: false }) });
  await queue.start();
  await queue.stop();
  return done;
}

/**
 * Opens an engine on an installation. Rejects if the database is out of reach.
 *
 * @throws {UnusableDatabaseError} if notifications do not get through.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const {
    installation,
    log,
    networks = createScanNetworks(),
    quotas = NO_QUOTAS,
    jobsOf = "all",
    worker,
    queueConnections: maxConnections = scanQueueOptions.max,
    windows: { kerberosConfiguration: configuration, ntlmWithoutTls = false } = {},
  } = options;
  // Its process is started by the first scan that needs it.
  const kerberos = openKerberos({ configuration });
  const { scan = createScan({ kerberos, ntlmWithoutTls }) } = options;
  const { db, connectionString, credentials, box } = installation;
  const queue = createScanQueue({ connectionString, supervise: worker !== undefined, log, maxConnections });
  await queue.start();
  try {
    await requireNotifications(db, queue);
  } catch (error) {
    await queue.stop();
    throw error;
  }
  return {
    jobs: createHostScanJobs({ db, box, queue, networks, quotas, jobsOf, log }),
    worker:
      worker &&
      createWorker({
        ...worker,
        connectionString,
        db,
        queue,
        log,
        networks,
        scan,
        openCredential: credentials.open,
        scopeOf: credentials.scopeOf,
      }),
    mostConnections: maxConnections + 1 + (worker ? LEASE_CONNECTIONS : 0),
    async close() {
      await kerberos.close();
      await queue.stop();
    },
  };
}
