import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { ActionFailureReason, ActionStatus, type HostScanHost, isFinished } from "@hostscan/client";
import type { components } from "@hostscan/contract";
import type { HostScanJobService, Result, SignInService } from "@hostscan/core";
import { createServer } from "@hostscan/server";
import { InMemoryJobs } from "@hostscan/server/testing";
import { onTestFinished } from "vitest";
import { hostscan } from "./hostscan.ts";

const ok = <T>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const none = (): Promise<Result<never>> =>
  Promise.resolve({ ok: false, rejection: { kind: "not-found", detail: "There is no such job." } });

type Job = components["schemas"]["HostScanJobStatus"];

/** A fixture of the port: jobs in memory, whose hosts a test lets finish by name. */
class FixtureJobs implements HostScanJobService {
  /** What scans found: of jobs that are scheduled there. */
  readonly inventory = new InMemoryJobs();
  readonly jobs: Job[] = [];
  /** The keys of the calls that scheduled, in their order. */
  readonly keys: (string | undefined)[] = [];
  /** How often a job was read. */
  reads = 0;
  /** How many hosts each call scheduled. */
  readonly sizes: number[] = [];

  listHosts = this.inventory.listHosts.bind(this.inventory);
  getHost = this.inventory.getHost.bind(this.inventory);
  listEntries = this.inventory.listEntries.bind(this.inventory);
  listAccounts = this.inventory.listAccounts.bind(this.inventory);
  listChanges = this.inventory.listChanges.bind(this.inventory);
  listCredentials = this.inventory.listCredentials.bind(this.inventory);
  getCredential = this.inventory.getCredential.bind(this.inventory);
  addCredential = this.inventory.addCredential.bind(this.inventory);
  changeCredentialSecret = this.inventory.changeCredentialSecret.bind(this.inventory);
  changeCredentialScope = this.inventory.changeCredentialScope.bind(this.inventory);
  resumeCredential = this.inventory.resumeCredential.bind(this.inventory);
  removeCredential = this.inventory.removeCredential.bind(this.inventory);
  listAwaitingTrust = this.inventory.listAwaitingTrust.bind(this.inventory);
  trustHosts = this.inventory.trustHosts.bind(this.inventory);
  reviewTrust = this.inventory.reviewTrust.bind(this.inventory);
  trustReviewed = this.inventory.trustReviewed.bind(this.inventory);
  trustKnownHosts = this.inventory.trustKnownHosts.bind(this.inventory);

  createJob: HostScanJobService["createJob"] = (requests, { idempotencyKey }) => {
    const bad = requests.flatMap(({ credentialName }, index) =>
      credentialName === "unknown"
        ? [{ path: `/${index}/credentialName`, message: "names no credential" }]
        : [],
    );
    if (bad.length > 0) {
      return Promise.resolve({
        ok: false,
        rejection: { kind: "invalid", detail: "The request is invalid.", errors: bad },
      });
    }
    return ok(
      this.#add(
        requests.map(({ dnsHostName = null, ipAddress = null }) => ({ dnsHostName, ipAddress })),
        idempotencyKey,
      ),
    );
  };
  validateImportedCsv: HostScanJobService["validateImportedCsv"] = (rows) =>
    ok(
      rows.map((row) => ({
        ...row,
        credentialNameError: row.credentialName === "unknown" ? "names no credential" : null,
      })),
    );
  scanHost: HostScanJobService["scanHost"] = (hostId, { idempotencyKey }) =>
    ok(this.#add([{ hostId }], idempotencyKey));
  scanHosts: HostScanJobService["scanHosts"] = (ids, { idempotencyKey }) =>
    ok(ids.map((hostId) => this.#add([{ hostId }], idempotencyKey)));
  scanOrganizationalUnit: HostScanJobService["scanOrganizationalUnit"] = (_, names, { idempotencyKey }) =>
    ok(
      this.#add(
        names.map((dnsHostName) => ({ dnsHostName })),
        idempotencyKey,
      ),
    );
  listJobs: HostScanJobService["listJobs"] = ({ limit, after = "0" }) => {
    const newestFirst = this.jobs.toReversed();
    const end = Number(after) + limit;
    const jobs = newestFirst.slice(Number(after), end);
    return ok(end < newestFirst.length ? { jobs, next: String(end) } : { jobs });
  };
  getJob: HostScanJobService["getJob"] = (jobId) => {
    this.reads += 1;
    const job = this.jobs.find(({ id }) => id === jobId);
    return job ? ok(structuredClone(job)) : none();
  };
  latestJobForHost: HostScanJobService["latestJobForHost"] = () => none();
  cancelJob: HostScanJobService["cancelJob"] = (jobId) => {
    const job = this.jobs.find(({ id }) => id === jobId);
    if (!job) return none();
    if (isFinished(job.status)) {
      const detail = "The host scan job has already ended.";
      return Promise.resolve({ ok: false, rejection: { kind: "invalid", detail, errors: [] } });
    }
    for (const host of job.hostScanHostStatus ?? []) {
      if (!isFinished(host.status)) host.status = ActionStatus.Cancelled;
    }
    job.status = ActionStatus.Cancelled;
    return ok(undefined);
  };

  /** Adds jobs of one host each. */
  fill(jobs: number): void {
    for (let count = 0; count < jobs; count++) this.#add([{ dnsHostName: `host-${count}` }], undefined);
  }

  /** Lets a host's scan go well. */
  complete(name: string, facts: HostScanHost = { os: "Debian GNU/Linux", version: "12" }): void {
    this.#settle(name, { status: ActionStatus.Complete, ...facts });
  }

  /** Lets a host's scan fail. */
  fail(name: string, statusDescription = "Refused."): void {
    const failureReason = ActionFailureReason.FailedToConnect;
    this.#settle(name, { status: ActionStatus.Failed, failureReason, statusDescription });
  }

  #settle(name: string, result: HostScanHost): void {
    for (const job of this.jobs) {
      const hosts = job.hostScanHostStatus ?? [];
      const settled = hosts.filter(({ dnsHostName }) => dnsHostName === name);
      if (settled.length === 0) continue;
      for (const host of settled) Object.assign(host, result);
      const statuses = hosts.map(({ status }) => status);
      const every = (wanted: number) => statuses.every((status) => status === wanted);
      if (every(ActionStatus.Complete)) job.status = ActionStatus.Complete;
      else if (every(ActionStatus.Failed)) job.status = ActionStatus.Failed;
      else if (statuses.includes(ActionStatus.Queued)) job.status = ActionStatus.Running;
      else job.status = ActionStatus.CompletedWithErrors;
    }
  }

  #add(hosts: readonly HostScanHost[], key: string | undefined): Job {
    this.keys.push(key);
    this.sizes.push(hosts.length);
    const status = ActionStatus.Queued;
    const job: Job = {
      id: randomUUID(),
      status,
      statusDescription: "Queued.",
      hostScanHostStatus: hosts.map((host) => ({
        hostScanHostId: randomUUID(),
        hostId: randomUUID(),
        ...host,
        status,
      })),
    };
    this.jobs.push(job);
    return structuredClone(job);
  }
}

/** A fixture of the sign-in's port: one user, `admin`, whose code is 123456. */
const signIn: SignInService = {
  firstStep: async ({ Login, Password }) =>
    Login === "admin" && Password === "p ässword"
      ? { ok: true, value: { token: "first", cookie: "crumb" } }
      : { ok: false, rejection: { kind: "refused", detail: "Access denied" } },
  secondStep: async ({ token, cookie, code }) =>
    token === "first" && cookie === "crumb" && code === "123456"
      ? { ok: true, value: { token: "good" } }
      : { ok: false, rejection: { kind: "refused", detail: "Access denied" } },
};

interface FixtureServer {
  readonly url: string;
  readonly jobs: FixtureJobs;
  /** Ends the token `brief`. */
  endBrief(): void;
}

/**
 * The real server over {@link FixtureJobs} and its sign-in, on a loopback port. It admits the tokens `good` and, until
 * that one is ended, `brief`.
 */
export async function startFixtureServer(): Promise<FixtureServer> {
  const jobs = new FixtureJobs();
  const caller = { subject: "app-1", name: "importer", role: "App" };
  let briefEnded = false;
  const app = createServer({
    jobs,
    signIn,
    tokens: {
      async verify(token) {
        if (token === "brief" && briefEnded) return { ok: false, reason: "expired" };
        // As long as the server may rely on it without asking again.
        const validMs = { good: 600_000, brief: 100 }[token];
        if (validMs === undefined) return { ok: false, reason: "unknown" };
        return { ok: true, caller, expiresAt: new Date(Date.now() + validMs) };
      },
    },
  });
  const server = createHttpServer(getRequestListener(app.fetch));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port");
  const endBrief = () => {
    briefEnded = true;
  };
  return { url: `http://127.0.0.1:${address.port}`, jobs, endBrief };
}

/** A fixture server, and commands that are told of it by their environment. */
export async function served() {
  const { url, jobs } = await startFixtureServer();
  const env = { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: "good" };
  return { url, jobs, env, run: (...argv: string[]) => hostscan(argv, { env }) };
}

/** A job that is there and not finished. */
export async function scheduled(...hosts: string[]) {
  const { run, jobs, ...rest } = await served();
  await run("scan", ...hosts);
  return { ...rest, run, jobs, id: jobs.jobs[0]?.id ?? "" };
}
