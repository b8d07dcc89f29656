import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { rollUp } from "@hostscan/contract/job-status";
import { isNode, memberOf, type Node, nodesIn } from "../document/place.ts";
import type { PromiseId } from "../promise.ts";
import type { Exchange } from "./exchange.ts";
import type { Flaw } from "./headers.ts";

const kinds: Readonly<Record<number, string>> = {
  400: "validation",
  401: "unauthenticated",
  403: "forbidden",
  404: "not-found",
  405: "method-not-allowed",
  409: "conflict",
  413: "payload-too-large",
  415: "unsupported-media-type",
  429: "rate-limited",
  500: "internal",
  503: "unavailable",
};

const { Queued, Running, Complete, Failed, Cancelled, CompletedWithErrors } = ActionStatus;
const ofJobs: readonly unknown[] = [Queued, Running, Complete, Failed, Cancelled, CompletedWithErrors];
const ofHosts: readonly unknown[] = [Queued, Running, Complete, Failed, Cancelled];
const isOfHosts = (status: unknown): status is ActionStatus => ofHosts.includes(status);

/** Reasons that are not for host scans. */
const foreign: readonly unknown[] = [
  ActionFailureReason.UserAlreadyMemberofGroup,
  ActionFailureReason.UserNotMemberofGroup,
  ActionFailureReason.InvalidGroupName,
  ActionFailureReason.InvalidUserName,
];

/** Says whether an answer keeps a promise, and of one that does not, what is wrong. */
export type Judge = (promise: PromiseId, kept: boolean, where: string, message: string) => void;

/** A judge that notes the promises that it judges by, and what is wrong. */
export function createJudge(judged: Set<PromiseId>): { readonly judge: Judge; readonly flaws: Flaw[] } {
  const flaws: Flaw[] = [];
  const judge: Judge = (promise, kept, where, message) => {
    judged.add(promise);
    if (!kept) flaws.push({ where, message, promise });
  };
  return { judge, flaws };
}

/** Judges by what the document says in words of every answer, and a schema cannot. */
export function judgeAnswer(operationId: string, seen: Exchange, judge: Judge): void {
  if (seen.status >= 400) judgeProblem(operationId, seen, judge);
  else for (const [job, at] of jobsIn(seen.json)) judgeJob(job, at, seen.method, judge);
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function judgeProblem(operationId: string, { json, status, headers }: Exchange, judge: Judge): void {
  const id = headers.get("X-Request-Id") ?? "";
  const instance = GUID.test(id) ? `urn:uuid:${id}` : id;
  const call = memberOf(json, "instance") ?? instance;
  judge("instance-is-request-id", call === instance, "body /instance", `is ${call}, not ${instance}`);
  const [type, detail, errors, said] = ["type", "detail", "errors", "status"].map((member) =>
    memberOf(json, member),
  );
  const expected = `urn:hostscan:problem:${kinds[status]}`;
  const same = said === undefined || said === null || said === status;
  judge("problem-status", same, "body /status", `is ${said}, but the answer's status is ${status}`);
  judge("problem-type", type === expected, "body /type", `is ${type}, not ${expected}`);
  judge("problem-detail", typeof detail === "string" && detail !== "", "body /detail", "tells nothing");
  // A job that has ended cannot be cancelled, and nothing is wrong with the call.
  if (status !== 400 || operationId === "CancelJob") return;
  judge("errors-tell-where", nodesIn(errors).length > 0, "body /errors", "names nothing");
  const silent = nodesIn(errors).findIndex(({ message }) => String(message).trim() === "");
  judge("errors-tell-where", silent < 0, `body /errors/${silent}/message`, "says nothing");
}

/** The jobs in an answer, and where they stand in it. */
function jobsIn(json: unknown): (readonly [job: Node, at: string])[] {
  const isJob = (value: unknown): value is Node => isNode(value) && "hostScanHostStatus" in value;
  if (isJob(json)) return [[json, ""]];
  return Array.isArray(json) ? json.flatMap((job, i) => (isJob(job) ? [[job, `/${i}`] as const] : [])) : [];
}

function judgeJob(job: Node, at: string, method: string, judge: Judge): void {
  const { status, statusDescription: text } = job;
  const hosts = nodesIn(job["hostScanHostStatus"]);
  const statuses = hosts.map((host) => host["status"]);
  const expected = expectedOf(statuses);
  const known = typeof status === "number" && expected !== undefined;
  if (known) {
    const said = `is ${status} with hosts in ${statuses}, not ${expected}`;
    // A job all of whose hosts wait, one of them to be scanned again, has been started.
    const again = method === "GET" && status === Running && expected === Queued;
    judge("status-of-a-job", again || status === expected, `body ${at}/status`, said);
  }
  judge("reserved-statuses", status == null || ofJobs.includes(status), `body ${at}/status`, `is ${status}`);
  const words = typeof text !== "string" || text.endsWith(".");
  judge("full-stop", words, `body ${at}/statusDescription`, `is "${text}", without a full stop`);
  judge("ids-in-lower-case", isLower(job["id"]), `body ${at}/id`, `is ${job["id"]}`);
  for (const [i, host] of hosts.entries()) judgeHost(host, `${at}/hostScanHostStatus/${i}`, judge);
  const records = hosts.flatMap(({ hostScanHostId: id }) => (id === undefined ? [] : [id]));
  judge(
    "record-per-job",
    new Set(records).size === records.length,
    `body ${at}`,
    "has a hostScanHostId twice",
  );
}

function judgeHost(host: Node, at: string, judge: Judge): void {
  const { status, failureReason: reason } = host;
  judge("reserved-statuses", status == null || ofHosts.includes(status), `body ${at}/status`, `is ${status}`);
  for (const member of ["hostScanHostId", "hostId"])
    judge("ids-in-lower-case", isLower(host[member]), `body ${at}/${member}`, `is ${host[member]}`);
  judge("reasons-of-host-scans", !foreign.includes(reason), `body ${at}/failureReason`, `is ${reason}`);
  if (typeof status !== "number") return;
  const none = reason == null || reason === ActionFailureReason.NoError;
  const where = `body ${at}/failureReason`;
  if (status === Failed) judge("failed-tells-why", !none, where, `is ${reason} of a host that has failed`);
  else judge("no-error", none, where, `is ${reason} of a host that has not failed`);
}

const isLower = (id: unknown): boolean => typeof id !== "string" || id === id.toLowerCase();

/** The status of a job by those of its hosts; undefined where they tell none. */
function expectedOf(statuses: readonly unknown[]): number | undefined {
  return statuses.length > 0 && statuses.every(isOfHosts) ? rollUp(statuses) : undefined;
}
