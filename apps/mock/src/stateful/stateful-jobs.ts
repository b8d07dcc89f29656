import { randomUUID } from "node:crypto";
import { ActionStatus, type components } from "@hostscan/contract";
import { isFinal, rollUp } from "@hostscan/contract/job-status";
import type {
  Caller,
  HostScanJobService,
  InvalidValue,
  Rejection,
  Result,
  SchedulingContext,
} from "@hostscan/core";
import { type Course, courseOf, standOf } from "./course.ts";
import { type KnownHost, KnownHosts } from "./known-hosts.ts";

type Schemas = components["schemas"];
type Job = Schemas["HostScanJobStatus"];

/** Jobs that are kept: the newest. */
const KEPT = 1_000;

export interface StatefulOptions {
  /** Ids of the credentials that there are, in lower case. */
  readonly credentials: ReadonlySet<string>;
  /** How long most scans take. */
  readonly scanMs: number;
  /** Milliseconds, as `Date.now()` gives them. */
  readonly clock?: () => number;
}

/** A job that was scheduled. How it stands follows from the time. */
interface KeptJob {
  readonly id: string;
  readonly hosts: readonly { readonly id: string; readonly host: KnownHost; readonly course: Course }[];
  cancelledAt?: number;
}

/**
 * Jobs in memory that go on by themselves: Queued, Running, and ended within seconds, each host as its name says. Known
 * hosts have owners, calls are repeated by their `Idempotency-Key`, and what was cancelled stays so.
 */
export function createStatefulJobs({
  credentials,
  scanMs,
  clock = Date.now,
}: StatefulOptions): HostScanJobService {
  const hosts = new KnownHosts(credentials);
  /** Newest first. */
  const jobs: KeptJob[] = [];
  const once = keeper<Job>();
  const onceForMany = keeper<Job[]>();

  function schedule(known: readonly KnownHost[]): Job {
    const scheduledAt = clock();
    const all = known.length;
    const job: KeptJob = {
      id: randomUUID(),
      hosts: known.map((host, position) => {
        const name = { dnsHostName: host.dnsHostName, ipAddress: host.stated.ipAddress ?? null };
        return { id: randomUUID(), host, course: courseOf(name, { scheduledAt, scanMs, position, all }) };
      }),
    };
    jobs.unshift(job);
    jobs.length = Math.min(jobs.length, KEPT);
    return told(job, scheduledAt);
  }

  const find = (jobId: string) => jobs.find(({ id }) => id === jobId.toLowerCase());
  const onboard = (requests: readonly Schemas["HostScanJobRequest"][], caller: Caller): Result<Job> =>
    unless(hosts.judge(requests, caller), () =>
      schedule(requests.map((request) => hosts.keep(request, caller))),
    );

  return {
    createJob: async (requests, context) => once(context, requests, () => onboard(requests, context.caller)),
    async validateImportedCsv(rows, { caller }) {
      const wrong = hosts.judge(rows, caller);
      const reason = (index: number, ...places: string[]) =>
        wrong.find(({ path }) => places.some((place) => path === `/${index}${place}`))?.message ?? null;
      return done(
        rows.map((row, index) => ({
          ...row,
          dnsHostNameError: reason(index, "/dnsHostName", ""),
          ipAddressError: reason(index, "/ipAddress"),
          platformNameError: reason(index, "/platformName"),
          credentialNameError: reason(index, "/credentialName", "/credentialId"),
        })),
      );
    },
    async scanHost(hostId, context) {
      return once(context, ["host", hostId], () => {
        const host = hosts.get(hostId);
        return host ? done(schedule([host])) : invalid([{ path: "hostId", message: "names no host" }]);
      });
    },
    async scanHosts(hostIds, context) {
      return onceForMany(context, hostIds, () => {
        const found = hostIds.map((id) => hosts.get(id));
        const wrong = found.flatMap((host, index) => {
          const earlier = found.indexOf(host);
          if (host === undefined) return [{ path: `/${index}`, message: "names no host" }];
          return earlier < index
            ? [{ path: `/${index}`, message: `names the same host as /${earlier}` }]
            : [];
        });
        const known = found.filter((host) => host !== undefined);
        return unless(wrong, () => known.map((host) => schedule([host])));
      });
    },
    async scanOrganizationalUnit(credentialId, names, context) {
      return once(context, [credentialId, names], () => {
        if (!credentials.has(credentialId.toLowerCase())) {
          return invalid([{ path: "credentialId", message: "names no credential" }]);
        }
        return onboard(
          names.map((dnsHostName) => ({ dnsHostName, credentialId })),
          context.caller,
        );
      });
    },
    async cancelJob(jobId) {
      const job = find(jobId);
      if (job === undefined) return notFound(jobId);
      const { status } = told(job, clock());
      if (isFinal(status) && job.cancelledAt === undefined) {
        return reject({
          kind: "invalid",
          detail: `The host scan job ${job.id} has already ended.`,
          errors: [],
        });
      }
      job.cancelledAt ??= clock();
      return done(undefined);
    },
    async listJobs({ limit, after }) {
      const start = after === undefined ? 0 : jobs.findIndex(({ id }) => id === after) + 1;
      if (after !== undefined && start === 0) {
        return invalid([{ path: "after", message: "is not a cursor of this list" }]);
      }
      const page = jobs.slice(start, start + limit);
      const next = jobs.length > start + limit ? page.at(-1)?.id : undefined;
      const now = clock();
      return done({ jobs: page.map((job) => told(job, now)), ...(next && { next }) });
    },
    async getJob(jobId) {
      const job = find(jobId);
      return job ? done(told(job, clock())) : notFound(jobId);
    },
    async latestJobForHost(hostId) {
      const job = jobs.find((each) => each.hosts.some(({ host }) => host.id === hostId.toLowerCase()));
      return job
        ? done(told(job, clock()))
        : reject({ kind: "not-found", detail: `No host scan job holds the host ${hostId}.` });
    },
  };
}

/** A job as it stands at a time. */
function told({ id, hosts, cancelledAt }: KeptJob, now: number): Job {
  const stands = hosts.map(({ id: hostScanHostId, host, course }) => {
    const stand = standOf(course, now, cancelledAt);
    const scanned = stand.status === ActionStatus.Complete;
    return {
      hostScanHostId,
      hostId: host.id,
      name: scanned ? (host.dnsHostName ?? host.stated.ipAddress ?? null) : null,
      dnsHostName: host.dnsHostName,
      os: scanned ? "Debian GNU/Linux" : null,
      ipAddress: host.stated.ipAddress ?? null,
      version: scanned ? "12" : null,
      ...stand,
    };
  });
  const status = rollUp(stands.map((stand) => stand.status ?? ActionStatus.Queued));
  const wording = Object.entries(ActionStatus).find(([, number]) => number === status)?.[0];
  return { id, status, statusDescription: `${wording}.`, hostScanHostStatus: stands };
}

/** Gives a repeated call its first answer again. A refusal is not kept: it has changed nothing. */
function keeper<T>() {
  const kept = new Map<string, { readonly content: string; readonly outcome: Result<T> }>();
  return (
    { caller, idempotencyKey }: SchedulingContext,
    content: unknown,
    act: () => Result<T>,
  ): Result<T> => {
    if (idempotencyKey === undefined) return act();
    const key = JSON.stringify([caller.subject, idempotencyKey]);
    const text = JSON.stringify(content);
    const earlier = kept.get(key);
    if (earlier?.content === text) return earlier.outcome;
    if (earlier)
      return reject({ kind: "conflict", detail: "The Idempotency-Key was used before, for other content." });
    const outcome = act();
    if (outcome.ok) kept.set(key, { content: text, outcome });
    return outcome;
  };
}

const done = <T>(value: T): Result<T> => ({ ok: true, value });
const reject = (rejection: Rejection): Result<never> => ({ ok: false, rejection });
const invalid = (errors: readonly InvalidValue[]) =>
  reject({ kind: "invalid", detail: "The request is invalid.", errors });
const notFound = (jobId: string) =>
  reject({ kind: "not-found", detail: `No host scan job has the id ${jobId}.` });
const unless = <T>(wrong: readonly InvalidValue[], act: () => T): Result<T> =>
  wrong.length > 0 ? invalid(wrong) : done(act());
