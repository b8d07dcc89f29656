import type { SchedulingContext } from "@hostscan/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createHostScanJobs } from "../jobs/service.ts";
import type { JobsOf } from "./visible-jobs.ts";

let calls = 0;
/** A caller, each time with another key. */
const as = (identity: string, role = "App"): SchedulingContext => ({
  caller: { subject: `key-${++calls}`, name: identity, role, identity },
  requestId: `request-${calls}`,
});

let engine: TestEngine;
let credentialId: string;
/** Of app:a, app:b, app:a and user:alice, an Admin, in this order; all hold the host. */
const jobs: string[] = [];
let hostId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("scan");
  for (const caller of [as("app:a"), as("app:b"), as("app:a"), as("user:alice", "Admin")]) {
    const requests = [{ dnsHostName: "shared.local", credentialId }];
    const { id, hostScanHostStatus } = accepted(await engine.jobs.createJob(requests, caller));
    jobs.push(id ?? "");
    hostId = hostScanHostStatus?.[0]?.hostId ?? "";
  }
});
afterAll(() => engine[Symbol.asyncDispose]());

const serve = (jobsOf: JobsOf) => {
  const { queue, lines, database } = engine;
  return createHostScanJobs({ db: database.db, queue, log: lines.log, jobsOf });
};

/** What a caller is told of each job, by listing a job a page, by its id, and by the host. */
async function seen(jobsOf: JobsOf, context: SchedulingContext) {
  const service = serve(jobsOf);
  const listed: (string | undefined)[] = [];
  for (let after: string | undefined; ; ) {
    const page = accepted(
      await service.listJobs({ limit: 1, ...(after !== undefined && { after }) }, context),
    );
    listed.push(...page.jobs.map(({ id }) => id));
    after = page.next;
    if (after === undefined) break;
  }
  const read = await Promise.all(jobs.map((id) => service.getJob(id, context)));
  return {
    listed: listed.map((id) => jobs.indexOf(id ?? "")),
    read: read.flatMap((outcome, index) => (outcome.ok ? [index] : [])),
    newest: await service.latestJobForHost(hostId, context),
  };
}

test.each([
  ["all", as("app:a"), [3, 2, 1, 0], 3],
  ["all", as("app:none"), [3, 2, 1, 0], 3],
  ["own", as("app:a"), [2, 0], 2],
  ["own", as("app:b"), [1], 1],
  ["own", as("user:alice", "Admin"), [3, 2, 1, 0], 3],
  ["own", as("user:a"), [], undefined],
] as const)(
  "with the jobs of %s, a caller sees the same by every read: %o",
  async (jobsOf, caller, visible, newest) => {
    const told = await seen(jobsOf, caller);
    expect(told.listed).toEqual(visible);
    expect(told.read).toEqual(visible.toReversed());
    if (newest === undefined) expect(rejected(told.newest).kind).toBe("not-found");
    else expect(accepted(told.newest).id).toBe(jobs[newest]);
  },
);

test("a job of another is answered as one that there is not", async () => {
  const service = serve("own");
  const id = jobs[1] ?? "";
  const unknown = crypto.randomUUID();
  const known = await service.getJob(id, as("app:a"));
  const none = await service.getJob(unknown, as("app:a"));
  expect(JSON.stringify(known).replaceAll(id, unknown)).toBe(JSON.stringify(none));
});

test("an App cancels its own jobs alone where it sees them alone", async () => {
  const [own = "", foreign = ""] = jobs;
  expect(rejected(await serve("own").cancelJob(foreign, as("app:a")))).toEqual({
    kind: "not-found",
    detail: `No host scan job has the id ${foreign}.`,
  });
  expect(accepted(await engine.jobs.getJob(foreign, as("app:b"))).status).toBe(0);
  accepted(await serve("own").cancelJob(own, as("app:a")));
  accepted(await serve("own").cancelJob(foreign, as("user:alice", "Admin")));
  accepted(await serve("all").cancelJob(jobs[2] ?? "", as("app:b")));
});
