import { setTimeout as after } from "node:timers/promises";
import { isFinal } from "@hostscan/contract/job-status";
import type { Variation } from "../call.ts";
import { type Answer, type CheckContext, given, type OperationId, rule } from "../check.ts";
import { memberOf, type Node, nodesIn } from "../document/place.ts";

/** How long a scan may take, in milliseconds. */
const LONGEST_SCAN_MS = 120_000;

/** A job as it was answered. */
export interface SeenJob {
  readonly id: string;
  readonly status: unknown;
  readonly hosts: readonly Node[];
  readonly seen: Answer;
  /** All of it, to be compared. */
  readonly json: string;
}

/** Reads a job in an answer, or the first one of a list. */
export function jobIn(seen: Answer, json: unknown = seen.json): SeenJob {
  const id = memberOf(json, "id");
  rule(typeof id === "string", seen.cell, "body /id", "is missing");
  const hosts = nodesIn(memberOf(json, "hostScanHostStatus"));
  rule(hosts.length > 0, seen.cell, "body /hostScanHostStatus", "names no host");
  return { id, status: memberOf(json, "status"), hosts, seen, json: JSON.stringify(json) };
}

/** A member of each host of a job. */
export const ofHosts = ({ hosts }: SeenJob, member: string): unknown[] => hosts.map((host) => host[member]);

/** The id of the first host of a job. */
export function firstHostId(job: SeenJob): string {
  const [hostId] = ofHosts(job, "hostId");
  rule(typeof hostId === "string", job.seen.cell, "body /hostScanHostStatus/0/hostId", `is ${hostId}`);
  return hostId;
}

/** Schedules one job for hosts. */
export const create = async (context: CheckContext, body: readonly object[], variation: Variation = {}) =>
  jobIn(await context.expect("PostListOfIdsAsync", 200, { ...variation, body }));

export const read = async (context: CheckContext, hostScanJobId: string, variation: Variation = {}) =>
  jobIn(await context.expect("GetJobStatus", 200, { ...variation, path: { hostScanJobId } }));

export const cancel = (
  context: CheckContext,
  hostScanJobId: string,
  status: number,
  variation: Variation = {},
) => context.expect("CancelJob", status, { ...variation, path: { hostScanJobId } });

/** The newest job that holds a host. */
export const newestOf = async (context: CheckContext, hostId: string, variation: Variation = {}) =>
  jobIn(await context.expect("GetJobStatusForHost", 200, { ...variation, path: { hostId } }));

/** Reads a job until it is as it should be. */
export async function readUntil(
  context: CheckContext,
  { id }: SeenJob,
  is: (job: SeenJob) => boolean,
  what: string,
) {
  const deadline = performance.now() + (context.target.scanTimeoutMs ?? LONGEST_SCAN_MS);
  for (let pause = 10; ; pause = Math.min(2 * pause, 1_000)) {
    const job = await read(context, id);
    if (is(job)) return job;
    rule(performance.now() < deadline, job.seen.cell, "body /status", `is ${job.status}, and not ${what}`);
    await after(pause);
  }
}

/** Reads a job until it has ended. */
export const untilEnded = (context: CheckContext, job: SeenJob) =>
  readUntil(context, job, ({ status }) => isFinal(status), "ended");

/** A name that no host has (RFC 6761), and that tells the runs of the kit apart. */
export function madeUpName({ run }: CheckContext, label: string): string {
  return `${label}-${run}.contract.invalid`;
}

/** A host that is not known yet, and fails when it is scanned. */
export const madeUpHost = (context: CheckContext, label: string) => ({
  dnsHostName: madeUpName(context, label),
  credentialId: given(context.target.credentialId, "credential"),
});

/** Checks that a problem names the value that is wrong. */
export function namesPath({ json, cell }: Answer, _operationId: OperationId, path: string): void {
  const named = pathsIn(json);
  const kept = named.some((each) => each === path || each.startsWith(`${path}/`));
  rule(kept, cell, "body /errors", `names [${named.join(", ")}], not ${path}`);
}

/** The places that a problem names. */
export const pathsIn = (json: unknown): string[] =>
  nodesIn(memberOf(json, "errors")).map((error) => String(error["path"]));

/** Checks that a value is the one expected. */
export function isThe(
  expected: unknown,
  found: unknown,
  { cell }: Pick<Answer, "cell">,
  where: string,
): void {
  const [wanted, got] = [expected, found].map((value) => JSON.stringify(value));
  rule(wanted === got, cell, where, `is ${got}, not ${wanted}`);
}

/** Checks that a host is not known: then it needs a credential. */
async function isNotKnown(context: CheckContext, dnsHostName: string): Promise<void> {
  const seen = await context.call("PostListOfIdsAsync", { body: [{ dnsHostName }] });
  rule(
    seen.status === 400,
    seen.cell,
    "status",
    `should be 400: ${dnsHostName} should not have been onboarded`,
  );
}

/** Checks that no job holds a host of this name, which is not known either. */
export async function isNotScheduled(context: CheckContext, dnsHostName: string): Promise<void> {
  const { json, cell } = await context.expect("Get", 200, { query: "limit=10" });
  const held = nodesIn(json).some(({ hostScanHostStatus }) =>
    nodesIn(hostScanHostStatus).some((host) => host["dnsHostName"] === dnsHostName),
  );
  rule(!held, cell, "body", `a refused call has scheduled a job for ${dnsHostName}`);
  await isNotKnown(context, dnsHostName);
}

/** Checks that a refused call has scheduled nothing: the newest job of the host is still the same. */
export async function schedulesNothing(
  context: CheckContext,
  hostId: string,
  refused: () => Promise<unknown>,
): Promise<void> {
  const newest = () => context.call("GetJobStatusForHost", { path: { hostId } });
  const before = await newest();
  await refused();
  const { json, cell } = await newest();
  const kept = memberOf(json, "id") === memberOf(before.json, "id");
  rule(kept, cell, "body /id", "a refused call has scheduled a job");
}
