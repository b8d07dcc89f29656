import type { HostScanJobService, SchedulingContext } from "@hostscan/core";
import {
  accepted,
  createTestDatabase,
  keepLogLines,
  type LogLines,
  makeSecretBox,
  rejected,
  type TestDatabase,
  testActor,
} from "@hostscan/database/testing";
import { scanHost } from "@hostscan/scanner";
import { expect, vi } from "vitest";
import type { StatedScope } from "../src/credentials/change-scope.ts";
import { type CredentialStore, createCredentialStore } from "../src/credentials/credential-store.ts";
import type { HostScanJobStatus } from "../src/jobs/job-status.ts";
import { createHostScanJobs } from "../src/jobs/service.ts";
import { createScanQueue, type ScanQueue } from "../src/queue/scan-queue.ts";
import { createWorker, type Worker, type WorkerOptions } from "../src/worker/worker.ts";

/** Jobs and workers on a database of the test's own. */
export interface TestEngine extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly queue: ScanQueue;
  readonly jobs: HostScanJobService;
  readonly lines: LogLines;
  /** Adds a credential for an account with a password, good anywhere where nothing else is stated. Resolves to its id. */
  addCredential(
    name: string,
    account?: { readonly username: string; readonly password: string },
    stated?: Partial<StatedScope>,
  ): Promise<string>;
  readonly credentials: CredentialStore;
  /** Starts a worker with a queue of its own, as another process would. */
  startWorker(options?: Partial<WorkerOptions>): Promise<Worker>;
  /** Waits until the job satisfies the condition, and resolves to it. */
  until(
    jobId: string | undefined,
    condition: (job: HostScanJobStatus) => boolean,
  ): Promise<HostScanJobStatus>;
}

export { accepted, rejected };

export const context: SchedulingContext = {
  caller: { subject: "subject-1", name: "a test", role: "App" },
  requestId: "request-1",
};

export async function startEngine(given?: TestDatabase): Promise<TestEngine> {
  const database = given ?? (await createTestDatabase());
  const { db, connectionString } = database;
  const lines = keepLogLines();
  const { log } = lines;
  const queue = createScanQueue({ connectionString, supervise: false, log });
  await queue.start();
  const box = makeSecretBox();
  const jobs = createHostScanJobs({ db, box, queue, log });
  const credentials = createCredentialStore(db, box, testActor);
  const stops: (() => Promise<void>)[] = [];

  return {
    database,
    queue,
    jobs,
    lines,
    credentials,
    async addCredential(name, { username, password } = { username: name, password: "secret" }, stated = {}) {
      return accepted(await credentials.add({ name, username, password, scope: ["anywhere"], ...stated })).id;
    },
    async startWorker(options = {}) {
      const own = createScanQueue({ connectionString, supervise: true, log });
      await own.start();
      const setting = { sections: [], retryDelaysSeconds: [], pollMs: 200, writeRetryMs: 100, ...options };
      const openCredential = credentials.open;
      const worker = createWorker({
        connectionString,
        db,
        queue: own,
        log,
        scan: scanHost,
        openCredential,
        scopeOf: credentials.scopeOf,
        ...setting,
      });
      await worker.start();
      stops.push(async () => {
        await worker.stop({ graceMs: 0 });
        await own.stop();
      });
      return worker;
    },
    until: (jobId, condition) =>
      vi.waitFor(
        async () => {
          const job = accepted(await jobs.getJob(jobId ?? "", context));
          if (!condition(job)) expect.fail(`not so yet: ${JSON.stringify(job)}`);
          return job;
        },
        { timeout: 120_000, interval: 50 },
      ),
    async [Symbol.asyncDispose]() {
      await Promise.all(stops.map((stop) => stop()));
      await queue.stop();
      await database.drop();
    },
  };
}
