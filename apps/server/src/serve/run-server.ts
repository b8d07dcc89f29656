import { setTimeout as delay } from "node:timers/promises";
import {
  type CredentialStore,
  createScanNetworks,
  databaseEndpoint,
  type Engine,
  type Installation,
  isWithin,
  knowOwnServices,
  openEngine,
  readBacklog,
  type ScanNetworks,
} from "@hostscan/engine";
import { acceptExternal, type ExternalIssuer } from "@hostscan/identity";
import { createServer, type Pages, type TrustedProxies } from "@hostscan/server";
import { Hono } from "hono";
import type { Logger } from "pino";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { ResolvedConfiguration } from "../configuration/resolve.ts";
import { type Configuration, networkRules } from "../configuration/settings.ts";
import { withInstallation } from "../installation/installation.ts";
import { serverVersion } from "../version.ts";
import { addressUrl } from "./address-url.ts";
import type { ConnectionLimits } from "./connections.ts";
import { readDocs } from "./docs.ts";
import { addHealth, type Readiness, type ReadinessCheck } from "./health.ts";
import { hostRule } from "./host-rule.ts";
import { type HttpServer, listen } from "./http-server.ts";
import { createScanWorker, type ScanWorker, workerSettings } from "./scan-worker.ts";
import { callersAreElsewhere, checkListening, checkPorts, isLoopback } from "./tls/listening-rule.ts";
import { keepSelfSigned } from "./tls/self-signed.ts";
import { openTlsFiles } from "./tls/tls-files.ts";
import { describeCertificate, type TlsIdentities } from "./tls/tls-identity.ts";
import { startWatching, type Watching } from "./watching.ts";
import { windowsSettings } from "./windows-settings.ts";

/** Names in the line. */
const MOST_NAMED = 20;

/** Says which credentials may be presented anywhere because nobody has said so far where they may. */
export async function warnOfUndecidedScopes(
  credentials: Pick<CredentialStore, "list">,
  log: Pick<Logger, "warn">,
): Promise<void> {
  const undecided = (await credentials.list()).filter(({ scopeDecided }) => !scopeDecided);
  if (undecided.length === 0) return;
  log.warn(
    { credentials: undecided.slice(0, MOST_NAMED).map(({ name }) => name), count: undecided.length },
    "credentials without a scope are told to any host that a caller names; " +
      "say where each may be presented: hostscan-server credential change-scope <name> --for <networks or hosts>",
  );
}

type Settings = Pick<Configuration, "oidcIssuer" | "oidcAudience" | "oidcRoleClaim" | "oidcRoles">;

/**
 * The OpenID provider that the settings name; undefined where they name none.
 *
 * @throws {CommandFailure} with `ExitCode.Configuration` where they name but half of it: without an audience, tokens for any
 * other service would do.
 */
export function externalIssuer(settings: Settings): ExternalIssuer | undefined {
  const { oidcIssuer: issuer, oidcAudience: audience, oidcRoleClaim: claim, oidcRoles: roles } = settings;
  if (issuer !== undefined && audience !== undefined) return { issuer, audience, mapping: { claim, roles } };
  if (issuer === undefined && audience === undefined) return undefined;
  throw new CommandFailure(
    ExitCode.Configuration,
    "HOSTSCAN_OIDC_ISSUER and HOSTSCAN_OIDC_AUDIENCE go together",
  );
}

/** Shorter than the patience of those who ask (Kubernetes: 1 s unless set, load balancers 2 s and more). */
const PATIENCE_MS = 900;

/** Whether the database answers, with our tables in it. */
export function databaseCheck(db: Installation["db"], patienceMs = PATIENCE_MS): ReadinessCheck {
  return {
    name: "database",
    check() {
      const query = db.selectFrom("host").select("id").limit(1).execute();
      const answered = query.then(
        () => true,
        () => false,
      );
      return Promise.race([answered, delay(patienceMs, false, { ref: false })]);
    },
  };
}

/** A server that answers. */
export interface RunningServer {
  /** Where this machine reaches it; a worker that was given no port is reached nowhere. */
  readonly url: string | undefined;
  /** Where this machine reaches the pages that tell of the API, where it serves them. */
  readonly docsUrl: string | undefined;
  /** Where this machine reaches its metrics, where they were asked for. */
  readonly metricsUrl: string | undefined;
  readonly installation: Installation;
  /** Connections to the database that it holds at most. */
  readonly mostConnections: number;
  /** SHA-256 of the certificate that it made for itself. */
  readonly selfSigned?: string | undefined;
}

export interface ServerSetting {
  readonly resolved: ResolvedConfiguration;
  readonly log: Logger;
  /** Holds OpenTelemetry's own variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** See `withInstallation`. */
  readonly onEmbedded?: ((stop: () => Promise<void>) => void) | undefined;
}

const LONGEST_HEADERS_MS = 10_000;

/** Two looks of a load balancer that looks every two seconds, and some. */
const DRAIN_SECONDS = 5;

interface Parts {
  readonly installation: Installation;
  readonly jobs: Engine["jobs"];
  readonly worker: ScanWorker | undefined;
  readonly watching: Watching;
  readonly docs: Pages | undefined;
  readonly mostConnections: number;
}

/**
 * Answers requests and scans hosts, as far as its roles go, for as long as `use` takes. Then requests and scans
 * under way are let finish within the grace, and all is closed.
 *
 * @throws {CommandFailure} where it cannot start.
 */
export function runServer<T>(setting: ServerSetting, use: (server: RunningServer) => Promise<T>): Promise<T> {
  const { configuration } = setting.resolved;
  const api = configuration.role.includes("api");
  if (api) {
    checkListening(configuration);
    externalIssuer(configuration);
  }
  checkPorts(setting.resolved);
  const { log, onEmbedded } = setting;
  return withInstallation({ configuration, log, opening: "make", onEmbedded }, async (installation) => {
    await warnOfUndecidedScopes(installation.credentials, log);
    const networks = await scanNetworks(configuration, installation);
    const docs = api ? await readDocs(configuration, { log }) : undefined;
    let worker: ScanWorker | undefined;
    const watching = await startWatching(
      { ...setting, configuration },
      {
        version: serverVersion(),
        readBacklog: () => readBacklog(installation.db),
        load: () => worker?.load(),
      },
    );
    try {
      const works = configuration.role.includes("worker");
      const settings = works ? workerSettings(configuration, watching.scans) : undefined;
      const { jobsOf, queueConnections } = configuration;
      const quotas = { jobs: configuration.quotaJobs, hosts: configuration.quotaHosts };
      const windows = works ? windowsSettings(configuration) : undefined;
      const engine = await openEngine({
        ...{ installation, log, networks, quotas, jobsOf, queueConnections, windows },
        worker: settings,
      });
      const mostConnections = configuration.databaseConnections + engine.mostConnections;
      try {
        worker = engine.worker && createScanWorker(engine.worker);
        return await serveParts(
          setting,
          { ...{ installation, jobs: engine.jobs, watching, worker, docs }, mostConnections },
          use,
        );
      } finally {
        await engine.close();
      }
    } finally {
      await watching.stop();
    }
  });
}

async function scanNetworks(
  configuration: Configuration,
  { connectionString }: Installation,
): Promise<ScanNetworks> {
  const database = databaseEndpoint(connectionString);
  // A process that only scans does so for whoever calls another one: jobs tell of those who schedule them from elsewhere,
  // and where the database is on another machine, so are all.
  const shared = !configuration.role.includes("api") && database !== undefined && !isLoopback(database.host);
  return createScanNetworks({
    ...networkRules(configuration),
    // Its listeners are at addresses of this machine.
    own: await knowOwnServices(database ? [database] : []),
    callersAreElsewhere: shared || callersAreElsewhere(configuration),
  });
}

async function serveParts<T>(
  setting: ServerSetting,
  parts: Parts,
  use: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const { configuration } = setting.resolved;
  const graceMs = configuration.shutdownGrace * 1_000;
  const tls = await tlsIdentities(setting);
  let draining = false;
  const http = await listenIfAsked(setting, { ...parts, isDraining: () => draining }, tls);
  try {
    await parts.worker?.start();
    const url = http && addressUrl(configuration.host, http.port, tls ? "https" : "http");
    const selfSigned =
      tls && configuration.selfSigned ? describeCertificate(tls.first).fingerprint : undefined;
    const { installation, watching, docs, mostConnections } = parts;
    const docsUrl = url && docs && `${url}${docs.path}/`;
    return await use({
      url,
      docsUrl,
      metricsUrl: watching.metricsUrl,
      installation,
      mostConnections,
      selfSigned,
    });
  } finally {
    draining = true;
    await Promise.all([http?.close(graceMs, drainMs(configuration)), parts.worker?.stop(graceMs)]);
  }
}

/** Whoever is called through a proxy is called for a while yet after it says that it wants no more calls. */
function drainMs({ drainSeconds, behindProxy }: Configuration): number {
  return (drainSeconds ?? (behindProxy ? DRAIN_SECONDS : 0)) * 1_000;
}

/** A process without the API has nothing to answer but its health, and that only where it was given a port. */
function listenIfAsked(
  setting: ServerSetting,
  { isDraining, ...parts }: Parts & Pick<Readiness, "isDraining">,
  tls: TlsIdentities | undefined,
): Promise<HttpServer | undefined> {
  const { configuration, given } = setting.resolved;
  const api = configuration.role.includes("api");
  if (!api && !given.has("port")) return Promise.resolve(undefined);
  const checks = [databaseCheck(parts.installation.db), ...(parts.worker ? [parts.worker.check] : [])];
  const readiness = { checks, isDraining };
  const app = api ? addHealth(createApi(setting, parts), readiness) : addHealth(new Hono(), readiness);
  const requestTimeout = configuration.requestTimeout * 1_000;
  const headersTimeout = Math.min(requestTimeout, LONGEST_HEADERS_MS);
  const { behindProxy, allowedHosts: allowed, host } = configuration;
  const options = {
    ...{ tls, requestTimeout, headersTimeout },
    keepAliveTimeout: configuration.keepAliveTimeout * 1_000,
    mayBeCalled: hostRule({ isLocal: isLoopback(host) && !behindProxy, allowed }),
    connections: connectionLimits(configuration, parts.watching),
  };
  return listen((request, env) => app.fetch(request, env), configuration, options);
}

/** Behind a proxy that is not named, all callers come from one address. */
function connectionLimits(configuration: Configuration, { connections }: Watching): ConnectionLimits {
  const { maxConnections: total, connectionsPerAddress: perAddress, behindProxy } = configuration;
  const proxies = trustedProxies(configuration);
  return {
    ...{ total, perAddress },
    isExempt: (address) => proxies?.isTrusted(address) ?? behindProxy,
    onRefused: connections,
  };
}

async function tlsIdentities({ resolved, log }: ServerSetting): Promise<TlsIdentities | undefined> {
  const { tlsCert: certFile, tlsKey: keyFile, selfSigned, dataDir } = resolved.configuration;
  if (certFile !== undefined && keyFile !== undefined) return openTlsFiles({ certFile, keyFile }, { log });
  return selfSigned ? keepSelfSigned(dataDir) : undefined;
}

function trustedProxies({ trustedProxies, forwardedHeader }: Configuration): TrustedProxies | undefined {
  if (trustedProxies === undefined) return undefined;
  return { header: forwardedHeader, isTrusted: (address) => isWithin(trustedProxies, address) };
}

function createApi({ resolved, log }: ServerSetting, parts: Parts) {
  const { installation, jobs, watching, docs } = parts;
  const { configuration } = resolved;
  const external = externalIssuer(configuration);
  const proxies = trustedProxies(configuration);
  return createServer({
    jobs,
    tokens: external
      ? acceptExternal(installation.tokenVerifier, { ...external, log })
      : installation.tokenVerifier,
    signIn: installation.signIn,
    logger: log,
    ...(watching.calls && { observer: watching.calls }),
    rateLimit: { callsPerMinute: configuration.rateLimit },
    ...(configuration.corsOrigins && { crossOrigin: { origins: configuration.corsOrigins } }),
    ...(proxies && { trustedProxies: proxies }),
    ...(docs && { pages: docs }),
  });
}
