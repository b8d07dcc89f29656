import { randomUUID } from "node:crypto";
import { ActionStatus, type components } from "@hostscan/contract";
import { isFinal, rollUp } from "@hostscan/contract/job-status";
import {
  type CallContext,
  type Caller,
  type HostRequest,
  type HostScanJobService,
  type InvalidValue,
  invalid,
  invalidMember,
  type JobFilter,
  type JobPage,
  notFound,
  type PageAsked,
  type Rejected,
  type Result,
  type SchedulingContext,
} from "@hostscan/core";
import {
  type Credentials,
  faultsOf,
  identityOf,
  isDnsName,
  type KnownHost,
  namedTwice,
  namesNoCredential,
  newHost,
  type Onboarder,
  oneCredential,
  ownerOf,
  saidBy,
  statedOtherwise,
  validatedRow,
} from "./hosts.ts";
import { InMemoryTrust } from "./in-memory-trust.ts";
import { bySteps, type Course, cancel, queued, type ScanRecord, shown } from "./scans.ts";

type HostScanJob = components["schemas"]["HostScanJobStatus"];

/** The newest jobs, which are kept. */
const KEPT = 1_000;

/** A job, and who scheduled it. */
export interface Job {
  readonly id: string;
  readonly owner: string;
  /** When it was scheduled, in milliseconds since 1970. */
  readonly at: number;
  readonly records: ScanRecord[];
}

export interface InMemoryOptions {
  /** How scans go on. By steps unless set. */
  readonly course?: Course;
  readonly credentials?: Credentials;
}

const ok = <T>(value: T): Result<T> => ({ ok: true, value });
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

const words = ["Queued", "Running", "Complete", "Failed", "Cancelled", "Completed with errors"];

/**
 * What the document says of jobs, in memory: a fixture of the port, for tests and for the mock. It reaches no host; how
 * scans go on is the {@link Course}'s. A test may override any method, to get something wrong.
 */
export class InMemoryJobs extends InMemoryTrust implements HostScanJobService {
  readonly byIdentity = new Map<string, KnownHost>();
  /** The newest first. */
  readonly jobs: Job[] = [];
  /** The scans that have not ended, in the order of scheduling. */
  readonly open = new Set<ScanRecord>();
  private readonly course: Course;

  constructor({ course = bySteps(), credentials = oneCredential }: InMemoryOptions = {}) {
    super(credentials);
    this.course = course;
  }

  async createJob(requests: readonly HostRequest[], context: SchedulingContext) {
    return this.once(this.kept.create, requests, context, () => {
      const errors = this.errorsOf(requests, context.caller);
      if (errors.length > 0) return invalid(errors);
      const hosts = requests.map((request) => this.onboard(request, context.caller));
      return ok(this.show(this.schedule(hosts, context.caller)));
    });
  }

  async validateImportedCsv(rows: readonly HostRequest[], { caller }: CallContext) {
    const errors = Map.groupBy(this.errorsOf(rows, caller), ({ path }) => Number(path.split("/")[1]));
    return ok(rows.map((row, i) => validatedRow(row, errors.get(i) ?? [])));
  }

  async scanHost(hostId: string, context: SchedulingContext) {
    return this.once(this.kept.one, hostId.toLowerCase(), context, () => {
      const host = this.hosts.get(hostId.toLowerCase());
      if (host === undefined) return invalidMember("hostId", "names no host");
      return ok(this.show(this.schedule([host], context.caller)));
    });
  }

  async scanHosts(hostIds: readonly string[], context: SchedulingContext) {
    return this.once(this.kept.many, hostIds, context, () => {
      const ids = hostIds.map((id) => id.toLowerCase());
      const firsts = new Map(ids.map((id, i) => [id, i] as const).toReversed());
      const errors = ids.flatMap((id, i): InvalidValue[] => {
        if (!this.hosts.has(id)) return [{ path: `/${i}`, message: "names no host" }];
        const first = firsts.get(id) ?? i;
        return first < i ? [{ path: `/${i}`, message: `names the same host as /${first}` }] : [];
      });
      if (errors.length > 0) return invalid(errors);
      const hosts = ids.flatMap((id) => this.hosts.get(id) ?? []);
      return ok(hosts.map((host) => this.show(this.schedule([host], context.caller))));
    });
  }

  async scanOrganizationalUnit(id: string, names: readonly string[], context: SchedulingContext) {
    return this.once(this.kept.ou, [id.toLowerCase(), names], context, () => {
      const unknown = this.credentials.ids.has(id.toLowerCase())
        ? []
        : [{ path: "credentialId", message: namesNoCredential(this.credentials) }];
      const requests = names.map((dnsHostName) => ({ dnsHostName, credentialId: id }));
      const malformed = names.flatMap((name, i) =>
        isDnsName(name) ? [] : [{ path: `/${i}`, message: "must be a DNS name" }],
      );
      const errors = [...unknown, ...malformed, ...this.twice(requests)];
      if (errors.length > 0) return invalid(errors);
      const hosts = requests.map((request) => this.known(request) ?? this.onboard(request, context.caller));
      return ok(this.show(this.schedule(hosts, context.caller)));
    });
  }

  async cancelJob(jobId: string, { caller }: CallContext): Promise<Result<void>> {
    const job = this.find(jobId, caller);
    if (job === undefined) return noJob(jobId);
    this.goOn("beforeChange");
    const status = rollUp(job.records.map((record) => record.status));
    if (isFinal(status) && status !== ActionStatus.Cancelled)
      return invalid([], `The host scan job ${job.id} has already ended.`);
    for (const record of job.records) this.cancelRecord(record);
    return ok(undefined);
  }

  async listJobs({ limit, after, ...filter }: PageAsked & JobFilter, { caller }: CallContext) {
    this.tick();
    const jobs = this.jobs.filter((job) => this.sees(job, caller) && this.fitsJob(job, filter));
    const start = after === undefined ? 0 : jobs.findIndex(({ id }) => `c${id}` === after) + 1;
    if (after !== undefined && start === 0) return invalidMember("after", "is no cursor of this list");
    const page = jobs.slice(start, start + limit);
    const next = jobs.length > start + limit ? page.at(-1)?.id : undefined;
    return ok<JobPage>({ jobs: page.map((job) => this.show(job)), ...(next && { next: `c${next}` }) });
  }

  async getJob(jobId: string, { caller }: CallContext) {
    this.tick();
    const job = this.find(jobId, caller);
    return job ? ok(this.show(job)) : noJob(jobId);
  }

  async latestJobForHost(hostId: string, { caller }: CallContext) {
    this.tick();
    const job = this.jobs.find(
      (each) => this.sees(each, caller) && each.records.some(({ host }) => same(host.id, hostId)),
    );
    return job ? ok(this.show(job)) : notFound(`No host scan job holds the host ${hostId}.`);
  }

  protected errorsOf(requests: readonly HostRequest[], caller: Caller): InvalidValue[] {
    const own = requests.flatMap((request, i): InvalidValue[] => {
      const faults = faultsOf(request, this.credentials).map(([member, message]) => ({
        path: member === "" ? `/${i}` : `/${i}/${member}`,
        message,
      }));
      const host = this.known(request);
      const said = saidBy(request, this.credentials);
      if (host === undefined) {
        const lacks = { path: `/${i}/credentialId`, message: "is needed" };
        return "credentialId" in said ? faults : [...faults, lacks];
      }
      const mayState = host.owner === ownerOf(caller) || caller.role === "Admin";
      return mayState ? faults : [...faults, ...statedOtherwise(host, said, `/${i}`)];
    });
    return [...own, ...this.twice(requests)];
  }

  protected twice(requests: readonly HostRequest[]): InvalidValue[] {
    return namedTwice(requests);
  }

  protected known(request: HostRequest): KnownHost | undefined {
    return this.byIdentity.get(identityOf(request) ?? "");
  }

  onboard(request: HostRequest, caller: Onboarder, id: string = randomUUID()): KnownHost {
    const said = saidBy(request, this.credentials);
    const known = this.known(request);
    if (known !== undefined) {
      known.settings = { ...known.settings, ...said };
      return known;
    }
    const host = newHost(request, said, ownerOf(caller), id);
    this.hosts.set(host.id, host);
    this.byIdentity.set(host.identity, host);
    return host;
  }

  schedule(hosts: readonly KnownHost[], caller: Onboarder): Job {
    this.goOn("beforeChange");
    const job = { id: randomUUID(), owner: ownerOf(caller), at: Date.now(), records: hosts.map(queued) };
    this.jobs.unshift(job);
    for (const record of job.records) this.open.add(record);
    this.course.scheduled?.(job.records);
    for (const { records } of this.jobs.splice(KEPT)) for (const each of records) this.open.delete(each);
    return job;
  }

  /** Lets scans go on, before a job is read. */
  protected tick(): void {
    this.goOn("beforeRead");
  }

  private goOn(when: "beforeRead" | "beforeChange"): void {
    if (this.course[when] === undefined) return;
    this.course[when](this.open);
    for (const record of this.open) {
      if (!isFinal(record.status)) continue;
      this.open.delete(record);
      if (record.status === ActionStatus.Complete) this.keepInventory(record.host, this.jobOf(record));
    }
  }

  protected cancelRecord(record: ScanRecord): void {
    if (!isFinal(record.status)) cancel(record);
  }

  private jobOf(record: ScanRecord): string {
    return this.jobs.find(({ records }) => records.includes(record))?.id ?? "";
  }

  protected statusOfHost(host: KnownHost, caller: Caller): ActionStatus | null {
    const seen = this.jobs.filter((job) => this.sees(job, caller)).flatMap(({ records }) => records);
    return seen.find((record) => record.host === host)?.status ?? null;
  }

  protected hostsOfJob(jobId: string, caller: Caller): readonly KnownHost[] | undefined {
    return this.find(jobId, caller)?.records.map(({ host }) => host);
  }

  /** Whose jobs a caller sees: everybody's. */
  protected sees(_job: Job, _caller: Caller): boolean {
    return true;
  }

  protected fitsJob(job: Job, { status, hostId, since, createdBy }: JobFilter): boolean {
    return (
      (status === undefined || this.statusOf(job) === status) &&
      (hostId === undefined || job.records.some(({ host }) => same(host.id, hostId))) &&
      (since === undefined || job.at >= Date.parse(since)) &&
      (createdBy === undefined || job.owner === createdBy)
    );
  }

  protected find(jobId: string, caller: Caller): Job | undefined {
    return this.jobs.find((job) => same(job.id, jobId) && this.sees(job, caller));
  }

  protected statusOf(job: Job): ActionStatus {
    return rollUp(job.records.map(({ status }) => status));
  }

  show(job: Job): HostScanJob {
    const status = this.statusOf(job);
    return {
      id: job.id,
      status,
      statusDescription: `${words[status]}.`,
      hostScanHostStatus: job.records.map(shown),
    };
  }
}

const noJob = (jobId: string): Rejected => notFound(`No host scan job has the id ${jobId}.`);
