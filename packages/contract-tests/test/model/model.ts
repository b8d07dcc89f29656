import { randomUUID } from "node:crypto";
import type { HostScanJobRequest } from "@hostscan/client";
import { ActionFailureReason, ActionStatus, type components } from "@hostscan/contract";
import { isFinal, rollUp } from "@hostscan/contract/job-status";
import type {
  CallContext,
  Caller,
  HostScanJobService,
  InvalidValue,
  JobPage,
  Result,
  SchedulingContext,
} from "@hostscan/core";
import {
  credentialId,
  defaults,
  faultsOf,
  identityOf,
  isDnsName,
  type KnownHost,
  namedTwice,
  saidBy,
  statedOtherwise,
} from "./hosts.ts";
import { validatedRow } from "./rows.ts";
import { finishScan, type ScanRecord } from "./scans.ts";

type HostScanJob = components["schemas"]["HostScanJobStatus"];

/** An answer under an `Idempotency-Key`, and what was asked for. */
export interface Kept<T> {
  readonly content: string;
  readonly outcome: Result<T>;
}

/** A job, and who scheduled it. */
export interface Job {
  readonly id: string;
  readonly owner: string;
  readonly records: ScanRecord[];
}

const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const invalid = (
  errors: readonly InvalidValue[],
  detail = "The request is invalid.",
): Result<never> => ({
  ok: false,
  rejection: { kind: "invalid", detail, errors },
});
const notFound: Result<never> = { ok: false, rejection: { kind: "not-found", detail: "There is none." } };
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

const words = ["Queued", "Running", "Complete", "Failed", "Cancelled", "Completed with errors"];

/**
 * What the document says of jobs, in memory (fixture): it reaches no host, and scans go on by a step whenever somebody
 * reads. A mutant overrides one method.
 */
export class Model implements HostScanJobService {
  readonly hosts = new Map<string, KnownHost>();
  readonly byIdentity = new Map<string, KnownHost>();
  /** The newest first. */
  readonly jobs: Job[] = [];
  /** What was answered under an `Idempotency-Key`, apart for each operation. */
  readonly kept = {
    create: new Map<string, Kept<HostScanJob>>(),
    one: new Map<string, Kept<HostScanJob>>(),
    many: new Map<string, Kept<HostScanJob[]>>(),
    ou: new Map<string, Kept<HostScanJob>>(),
  };

  async createJob(requests: readonly HostScanJobRequest[], context: SchedulingContext) {
    return this.once(this.kept.create, requests, context, () => {
      const errors = this.errorsOf(requests, context.caller);
      if (errors.length > 0) return invalid(errors);
      const hosts = requests.map((request) => this.onboard(request, context.caller));
      return ok(this.show(this.schedule(hosts, context.caller)));
    });
  }

  async validateImportedCsv(rows: readonly HostScanJobRequest[], { caller }: CallContext) {
    const errors = Map.groupBy(this.errorsOf(rows, caller), ({ path }) => Number(path.split("/")[1]));
    return ok(rows.map((row, i) => validatedRow(row, errors.get(i) ?? [])));
  }

  async scanHost(hostId: string, context: SchedulingContext) {
    return this.once(this.kept.one, hostId.toLowerCase(), context, () => {
      const host = this.hosts.get(hostId.toLowerCase());
      if (host === undefined)
        return invalid([{ path: "hostId", message: "names no host" }], `No host ${hostId}.`);
      return ok(this.show(this.schedule([host], context.caller)));
    });
  }

  async scanHosts(hostIds: readonly string[], context: SchedulingContext) {
    return this.once(this.kept.many, hostIds, context, () => {
      const ids = hostIds.map((id) => id.toLowerCase());
      const errors = ids.flatMap((id, i): InvalidValue[] => {
        if (!this.hosts.has(id)) return [{ path: `/${i}`, message: "names no host" }];
        return ids.indexOf(id) < i ? [{ path: `/${i}`, message: "names a host again" }] : [];
      });
      if (errors.length > 0) return invalid(errors);
      const hosts = ids.flatMap((id) => this.hosts.get(id) ?? []);
      return ok(hosts.map((host) => this.show(this.schedule([host], context.caller))));
    });
  }

  async scanOrganizationalUnit(id: string, names: readonly string[], context: SchedulingContext) {
    return this.once(this.kept.ou, [id.toLowerCase(), names], context, () => {
      const unknown = same(id, credentialId)
        ? []
        : [{ path: "credentialId", message: "names no credential" }];
      const requests = names.map((dnsHostName) => ({ dnsHostName, credentialId }));
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
    if (job === undefined) return notFound;
    const status = rollUp(job.records.map((record) => record.status));
    if (isFinal(status) && status !== ActionStatus.Cancelled)
      return invalid([], "The job has already ended.");
    for (const record of job.records) this.cancelRecord(record);
    return ok(undefined);
  }

  async listJobs(
    { limit, after }: { readonly limit: number; readonly after?: string },
    { caller }: CallContext,
  ) {
    this.tick();
    const jobs = this.jobs.filter((job) => this.sees(job, caller));
    const start = after === undefined ? 0 : jobs.findIndex(({ id }) => `c${id}` === after) + 1;
    if (after !== undefined && start === 0) return invalid([{ path: "after", message: "is none" }]);
    const page = jobs.slice(start, start + limit);
    const next = jobs.length > start + limit ? page.at(-1)?.id : undefined;
    return ok<JobPage>({ jobs: page.map((job) => this.show(job)), ...(next && { next: `c${next}` }) });
  }

  async getJob(jobId: string, { caller }: CallContext) {
    this.tick();
    const job = this.find(jobId, caller);
    return job ? ok(this.show(job)) : notFound;
  }

  async latestJobForHost(hostId: string, { caller }: CallContext) {
    this.tick();
    const job = this.jobs.find(
      (each) => this.sees(each, caller) && each.records.some(({ host }) => same(host.id, hostId)),
    );
    return job ? ok(this.show(job)) : notFound;
  }

  /** Gives a repeated call the first answer again; only a call that was carried out uses up its key. */
  protected once<T>(
    kept: Map<string, Kept<T>>,
    content: unknown,
    context: SchedulingContext,
    act: () => Result<T>,
  ): Result<T> {
    const { idempotencyKey, caller } = context;
    if (idempotencyKey === undefined) return act();
    const key = this.keyOf(idempotencyKey, caller);
    const known = kept.get(key);
    if (known !== undefined) {
      const conflict = { ok: false, rejection: { kind: "conflict", detail: "Other content." } } as const;
      return known.content === JSON.stringify(content) ? known.outcome : conflict;
    }
    const outcome = act();
    if (outcome.ok) kept.set(key, structuredClone({ content: JSON.stringify(content), outcome }));
    return outcome;
  }

  /** What a key is kept under, apart for each caller. */
  protected keyOf(key: string, { subject }: Caller): string {
    return JSON.stringify([subject, key]);
  }

  protected errorsOf(requests: readonly HostScanJobRequest[], caller: Caller): InvalidValue[] {
    const own = requests.flatMap((request, i): InvalidValue[] => {
      const faults = faultsOf(request).map(([member, message]) => ({
        path: member === "" ? `/${i}` : `/${i}/${member}`,
        message,
      }));
      const host = this.known(request);
      const said = saidBy(request);
      if (host === undefined) {
        const lacks = said.credentialId === undefined;
        return lacks ? [...faults, { path: `/${i}/credentialId`, message: "is needed" }] : faults;
      }
      const mayState = host.owner === caller.subject || caller.role === "Admin";
      return mayState ? faults : [...faults, ...statedOtherwise(host, said, `/${i}`)];
    });
    return [...own, ...this.twice(requests)];
  }

  protected twice(requests: readonly HostScanJobRequest[]): InvalidValue[] {
    return namedTwice(requests);
  }

  protected known(request: HostScanJobRequest): KnownHost | undefined {
    return this.byIdentity.get(identityOf(request) ?? "");
  }

  onboard(request: HostScanJobRequest, { subject }: Pick<Caller, "subject">): KnownHost {
    const said = saidBy(request);
    const known = this.known(request);
    if (known !== undefined) {
      known.settings = { ...known.settings, ...said };
      return known;
    }
    const host = {
      id: randomUUID(),
      owner: subject,
      identity: identityOf(request) ?? "",
      dnsHostName: request.dnsHostName?.trim().toLowerCase().replace(/\.$/, "") || null,
      settings: { ...defaults, ...said },
      found: { name: null, os: said.os ?? null, version: null },
    };
    this.hosts.set(host.id, host);
    this.byIdentity.set(host.identity, host);
    return host;
  }

  schedule(hosts: readonly KnownHost[], { subject }: Pick<Caller, "subject">): Job {
    const records = hosts.map(
      (host): ScanRecord => ({
        hostScanHostId: randomUUID(),
        host,
        settings: host.settings,
        status: ActionStatus.Queued,
        failureReason: ActionFailureReason.NoError,
        statusDescription: "Queued",
        result: undefined,
      }),
    );
    const job = { id: randomUUID(), owner: subject, records };
    this.jobs.unshift(job);
    return job;
  }

  /** Lets every scan go on by a step, in the order of scheduling; a host is never scanned twice at once. */
  protected tick(): void {
    const all = this.jobs.toReversed().flatMap(({ records }) => records);
    for (const record of all) {
      if (record.status === ActionStatus.Running) finishScan(record);
      else if (record.status === ActionStatus.Queued && !all.some((other) => scans(other, record.host)))
        Object.assign(record, { status: ActionStatus.Running, statusDescription: "Running" });
    }
  }

  protected cancelRecord(record: ScanRecord): void {
    if (isFinal(record.status)) return;
    Object.assign(record, { status: ActionStatus.Cancelled, statusDescription: "Cancelled" });
  }

  /** Whose jobs a caller sees: everybody's. */
  protected sees(_job: Job, _caller: Caller): boolean {
    return true;
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
      hostScanHostStatus: job.records.map((record) => ({
        hostScanHostId: record.hostScanHostId,
        hostId: record.host.id,
        dnsHostName: record.host.dnsHostName,
        ipAddress: record.settings.ipAddress ?? null,
        ...(record.result ?? record.host.found),
        status: record.status,
        statusDescription: record.statusDescription,
        failureReason: record.failureReason,
      })),
    };
  }
}

const scans = (record: ScanRecord, host: KnownHost) =>
  record.host === host && record.status === ActionStatus.Running;
