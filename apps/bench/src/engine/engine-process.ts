import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSecretKey } from "@hostscan/database";
import { startEmbeddedPostgres } from "@hostscan/database/postgres";
import {
  type Engine,
  type Installation,
  openEngine,
  openInstallation,
  type WorkerSettings,
} from "@hostscan/engine";
import type { Scan } from "@hostscan/scanner";
import { pino } from "pino";

/** The engine on an embedded Postgres of its own, in a folder to throw away. */
export interface BenchEngine
  extends AsyncDisposable,
    Pick<Installation, "db" | "connectionString" | "credentials" | "tokenVerifier" | "signIn">,
    Pick<Engine, "jobs"> {
  /** An App token. */
  readonly token: string;
  /** Folder of the database and its secret key. */
  readonly dataDir: string;
}

/**
 * Starts the engine.
 *
 * @param maxConnections of its pool, the queue's not among them
 * @param worker settings of its worker; where absent it has none
 * @param scan how it scans a host; for real, where absent
 */
export async function startEngine(
  maxConnections: number,
  worker?: WorkerSettings,
  scan?: Scan,
): Promise<BenchEngine> {
  const dataDir = await mkdtemp(join(tmpdir(), "hostscan-bench-"));
  // As root the database runs as another user, who has to get into the folder.
  await chmod(dataDir, 0o711);
  const log = pino({ level: "error" });
  const postgres = await startEmbeddedPostgres({ dataDir, onLost: (error) => log.error(error) });
  const { connectionString } = postgres;
  const secretKey = await loadSecretKey({ dataDir });
  const actor = { kind: "command", name: "bench" } as const;
  const installation = await openInstallation({ connectionString, secretKey, actor, log, maxConnections });
  const request = { name: "bench", role: "App", expiresInSeconds: 3_600 };
  const issued = await installation.tokens.issue(request);
  if (!issued.ok) throw new Error("no token was issued");
  const engine = await openEngine({ installation, log, worker, scan });
  await engine.worker?.start();
  return {
    ...installation,
    jobs: engine.jobs,
    token: issued.value.token,
    dataDir,
    async [Symbol.asyncDispose]() {
      await engine.worker?.stop({ graceMs: 0 });
      await engine.close();
      await installation.close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Keeps a credential that may be used anywhere; resolves to its name. */
export async function addCredential({ credentials }: BenchEngine, name: string): Promise<string> {
  const added = await credentials.add({ name, username: "bench", password: "bench", scope: ["anywhere"] });
  if (!added.ok) throw new Error(added.rejection.detail);
  return name;
}

/** Schedules one job of so many new hosts; resolves to its id. */
export async function scheduleHosts(
  { jobs }: BenchEngine,
  { prefix = "host", hosts, credentialName }: { prefix?: string; hosts: number; credentialName: string },
): Promise<string> {
  const requests = Array.from({ length: hosts }, (_, index) => ({
    dnsHostName: `${prefix}-${index}.example.local`,
    credentialName,
    platformName: "Linux",
    acceptThumbprintOnFirstDiscovery: true,
  }));
  const caller = { subject: "bench", name: "bench", role: "Admin" };
  const created = await jobs.createJob(requests, { caller, requestId: "bench" });
  if (!created.ok || created.value.id === undefined) throw new Error(JSON.stringify(created));
  return created.value.id;
}
