import { isFinal } from "@hostscan/contract/job-status";
import { isNode, type Node, nodesIn } from "../document/place.ts";
import type { Exchange } from "./exchange.ts";
import type { Judge } from "./promises.ts";

/** A call, and when it began and ended, by a count of such moments. */
export interface Moment {
  readonly seen: Exchange;
  readonly began: number;
  readonly ended: number;
}

/** What is known of a job from the answers so far. */
interface Known {
  /** The hosts, by their ids, in the order of the first answer. */
  readonly hosts: string;
  /** When the call was under way that first told of it, where that call has scheduled it. */
  readonly scheduled?: Omit<Moment, "seen">;
  /** What no later answer may tell otherwise: the hosts that have ended, and the job once all of it has. */
  readonly ended: Map<string, string>;
}

const jobMembers = ["id", "status", "statusDescription"];
const hostMembers = [
  ...["hostScanHostId", "hostId", "name", "dnsHostName", "os", "ipAddress", "version", "status"],
  ...["statusDescription", "failureReason"],
];

/** The members that the document has, as text; one that is left out is as good as null. */
const told = (node: Node, members: readonly string[]): string =>
  JSON.stringify(members.map((member) => node[member] ?? null));

const hostsOf = (job: Node): Node[] => nodesIn(job["hostScanHostStatus"]);

const idsOf = (job: Node): string =>
  hostsOf(job)
    .map(({ hostId }) => String(hostId))
    .join();

/** The most jobs that a page may hold. */
const mostOf = ({ url }: Exchange): number => Number(url.searchParams.get("limit") ?? 50);

/**
 * Holds the jobs of an answer against those of all answers before: a job keeps its hosts and their order, what has
 * ended never changes, a record is of one job, and no list has a job before one that was scheduled later.
 */
export function createHistory() {
  const jobs = new Map<string, Known>();
  const records = new Map<string, string>();

  function judgeHosts(job: Node, id: string, judge: Judge): void {
    for (const { hostScanHostId: record } of hostsOf(job)) {
      if (typeof record !== "string") continue;
      const of = records.get(record) ?? id;
      records.set(record, of);
      judge("record-per-job", of === id, "body", `has the hostScanHostId ${record} in two jobs`);
    }
  }

  /** Answers under an `Idempotency-Key` are those of then. */
  function judgeEnded(job: Node, { ended }: Known, judge: Judge): void {
    const parts = hostsOf(job).map((host, i) => [`host ${i}`, host, hostMembers] as const);
    for (const [part, node, members] of [["the job", job, jobMembers] as const, ...parts]) {
      const now = told(node, members);
      const before = ended.get(part);
      const said = `tells ${part} otherwise than before, although it had ended: ${now}, not ${before}`;
      judge("ended-never-changes", before === undefined || before === now, "body", said);
      if (isFinal(node["status"])) ended.set(part, now);
    }
  }

  function judgeJob(job: Node, { seen, began, ended }: Moment, judge: Judge): void {
    const id = String(job["id"]);
    const hosts = idsOf(job);
    const scheduled = seen.method === "POST" ? { scheduled: { began, ended } } : {};
    const known = jobs.get(id) ?? { hosts, ...scheduled, ended: new Map<string, string>() };
    jobs.set(id, known);
    const said = `holds the hosts ${hosts}, and not, as before, ${known.hosts}`;
    judge("hosts-in-order", known.hosts === hosts, "body", said);
    judgeHosts(job, id, judge);
    if (seen.method === "GET") judgeEnded(job, known, judge);
  }

  function judgeList(list: readonly Node[], seen: Exchange, judge: Judge): void {
    const ids = list.map(({ id }) => String(id));
    judge("link-leads-on", new Set(ids).size === ids.length, "body", "lists a job twice");
    const promise = seen.url.searchParams.has("limit") ? "limit-bounds" : "limit-default";
    judge(promise, ids.length <= mostOf(seen), "body", `lists ${ids.length} jobs`);
    // The one that was scheduled first of those listed so far: none that follows may have been scheduled after it.
    let oldest = Number.POSITIVE_INFINITY;
    for (const id of ids) {
      const scheduled = jobs.get(id)?.scheduled;
      if (scheduled === undefined) continue;
      judge("newest-first", scheduled.began < oldest, "body", `lists ${id} behind an older job`);
      oldest = Math.min(oldest, scheduled.ended);
    }
  }

  return (moment: Moment, judge: Judge): void => {
    const { seen } = moment;
    if (seen.status !== 200) return;
    const found = [seen.json].flat().filter(isNode).filter(isJob);
    for (const job of found) judgeJob(job, moment, judge);
    if (seen.method === "GET" && Array.isArray(seen.json)) judgeList(found, seen, judge);
  };
}

const isJob = ({ id, hostScanHostStatus }: Node): boolean =>
  typeof id === "string" && hostScanHostStatus !== undefined;
