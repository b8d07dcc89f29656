import {
  createHostScanClient,
  type HostScanClient,
  type HostScanJob,
  type HostScanJobRequest,
} from "@hostscan/client";
import { openapiDocument } from "@hostscan/contract/document";
import { createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import type { ScanCredential } from "@hostscan/scanner";
import { expect } from "vitest";
import { createObserver, type Fetch } from "../../src/index.ts";
import { type CutOff, openCutOff } from "./cut-off.ts";
import { type Service, type ServiceOptions, startService } from "./service.ts";

type HostScanHost = NonNullable<HostScanJob["hostScanHostStatus"]>[number];

/** The whole service in this process, on a real Postgres, and a client of it. */
export interface Stack extends AsyncDisposable, Pick<Service, "tokens" | "serve" | "addUser"> {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  /** Has the role App; each answer it gets is held against the document when the stack is disposed of. */
  readonly client: HostScanClient;
  readonly database: TestDatabase;
  /** The service's way to the database. */
  readonly way: CutOff;
  /** Adds a credential and gives its id. */
  addCredential(username: string, secret: Omit<ScanCredential, "username">): Promise<string>;
  /** Waits for the end of a job. */
  finished(job: HostScanJob): Promise<HostScanJob>;
  /** Schedules a scan of one host and waits for its end. */
  scan(request: HostScanJobRequest): Promise<{ readonly job: HostScanJob; readonly host: HostScanHost }>;
}

const baseUrl = "http://service.test";

/** A request for the host at an address. */
export const onHost = (ipAddress: string, sshPort: number): HostScanJobRequest => ({ ipAddress, sshPort });

/** The only host of a job. */
export function hostOf({ hostScanHostStatus }: HostScanJob): HostScanHost {
  const [host, ...more] = hostScanHostStatus ?? [];
  if (host === undefined || more.length > 0) throw new Error("the job should hold one host");
  return host;
}

export async function startStack(options: ServiceOptions = {}): Promise<Stack> {
  const database = await createTestDatabase();
  const way = await openCutOff(database.connectionString);
  const service = await startService(way.connectionString, options);
  const { tokens, serve, addUser } = service;
  const fetch = serve();
  const observer = createObserver({ ...openapiDocument }, baseUrl);
  const client = createHostScanClient({
    baseUrl,
    token: tokens.app,
    fetch: observer.wrap(fetch),
    retries: 0,
  });
  const finished = ({ id = "" }: HostScanJob) => client.waitFor(id, { timeoutMs: 240_000 });
  let credentials = 0;

  return {
    ...{ baseUrl, fetch, tokens, serve, addUser, client, database, way, finished },
    addCredential: (username, secret) =>
      service.addCredential({ name: `credential-${++credentials}`, username, ...secret }),
    async scan(request) {
      const job = await finished(await client.createJob([request]));
      return { job, host: hostOf(job) };
    },
    async [Symbol.asyncDispose]() {
      await service.stop();
      await way[Symbol.asyncDispose]();
      await database.drop();
      expect(observer.findings).toEqual([]);
    },
  };
}
