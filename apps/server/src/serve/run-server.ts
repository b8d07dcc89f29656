import {
  createHostScanJobs,
  createScanNetworks,
  createScanQueue,
  type ScanNetworks,
  type ScanQueue,
} from "@hostscan/engine";
import { createServer } from "@hostscan/server";
import { Hono } from "hono";
import type { Logger } from "pino";
import type { ResolvedConfiguration } from "../configuration/resolve.ts";
import { type Installation, withInstallation } from "../installation/installation.ts";
import { addressUrl } from "./address-url.ts";
import { databaseCheck } from "./database-check.ts";
import { addHealth } from "./health.ts";
import { type HttpServer, listen } from "./http-server.ts";
import { createScanWorker, type ScanWorker } from "./scan-worker.ts";

/** A server that answers. */
export interface RunningServer {
  /** Where this machine reaches it; a worker that was given no port is reached nowhere. */
  readonly url: string | undefined;
  readonly installation: Installation;
}

export interface ServerSetting {
  readonly resolved: ResolvedConfiguration;
  readonly log: Logger;
}

interface Parts {
  readonly installation: Installation;
  readonly queue: ScanQueue;
  readonly networks: ScanNetworks;
  readonly worker: ScanWorker | undefined;
}

/**
 * Answers requests and scans hosts, as far as its roles go, for as long as `use` takes. Then requests and scans
 * under way are let finish within the grace, and all is closed.
 *
 * @throws {CommandFailure} where it cannot start.
 */
export function runServer<T>(setting: ServerSetting, use: (server: RunningServer) => Promise<T>): Promise<T> {
  const { configuration } = setting.resolved;
  return withInstallation({ configuration, log: setting.log }, async (installation) => {
    const works = configuration.role.includes("worker");
    const { connectionString } = installation;
    const queue = createScanQueue({ connectionString, supervise: works, log: setting.log });
    const networks = createScanNetworks({
      allowed: configuration.allowedNetworks ?? [],
      denied: configuration.deniedNetworks ?? [],
    });
    await queue.start();
    try {
      const worker = works
        ? createScanWorker({ installation, queue, networks, configuration, log: setting.log })
        : undefined;
      return await serveParts(setting, { installation, queue, networks, worker }, use);
    } finally {
      await queue.stop();
    }
  });
}

async function serveParts<T>(
  setting: ServerSetting,
  parts: Parts,
  use: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const { configuration } = setting.resolved;
  const graceMs = configuration.shutdownGrace * 1_000;
  const http = await listenIfAsked(setting, parts);
  try {
    await parts.worker?.start();
    const url = http && addressUrl(configuration.host, http.port);
    return await use({ url, installation: parts.installation });
  } finally {
    await Promise.all([http?.close(graceMs), parts.worker?.stop(graceMs)]);
  }
}

/** A process without the API has nothing to answer but its health, and that only where it was given a port. */
function listenIfAsked(setting: ServerSetting, parts: Parts): Promise<HttpServer | undefined> {
  const { configuration, given } = setting.resolved;
  const api = configuration.role.includes("api");
  if (!api && !given.has("port")) return Promise.resolve(undefined);
  const checks = [databaseCheck(parts.installation.db), ...(parts.worker ? [parts.worker.check] : [])];
  const app = api ? addHealth(createApi(setting, parts), checks) : addHealth(new Hono(), checks);
  return listen((request, env) => app.fetch(request, env), configuration);
}

function createApi({ resolved, log }: ServerSetting, { installation, queue, networks }: Parts) {
  return createServer({
    jobs: createHostScanJobs({ db: installation.db, queue, networks, log }),
    tokens: installation.tokenVerifier,
    signIn: installation.signIn,
    logger: log,
    rateLimit: { callsPerMinute: resolved.configuration.rateLimit },
  });
}
