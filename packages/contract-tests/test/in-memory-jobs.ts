import { randomUUID } from "node:crypto";
import { ActionStatus, type components } from "@hostscan/contract";
import type {
  HostRequest,
  HostScanJobService,
  InvalidValue,
  Result,
  SchedulingContext,
} from "@hostscan/core";

type Job = components["schemas"]["HostScanJobStatus"];

export const credentialId = "f568fec0-10b6-4b94-9daf-e62c50c9bf3e";

/** The fixture scans this host at once, and never ends with any other. */
export const scannable = { ipAddress: "192.0.2.1", credentialId };

const ok = <T>(value: T): Result<T> => ({ ok: true, value });
const invalid = (detail: string, errors: InvalidValue[] = []): Result<never> => ({
  ok: false,
  rejection: { kind: "invalid", detail, errors },
});
const notFound: Result<never> = { ok: false, rejection: { kind: "not-found", detail: "There is none." } };

/** Gives a repeated call the first answer again, as a scheduling operation does by its `Idempotency-Key`. */
function keeper<T>() {
  const kept = new Map<string, { content: string; outcome: Result<T> }>();
  return async (
    { idempotencyKey }: SchedulingContext,
    content: unknown,
    act: () => Result<T>,
  ): Promise<Result<T>> => {
    if (idempotencyKey === undefined) return act();
    const known = kept.get(idempotencyKey);
    if (known === undefined) {
      const outcome = structuredClone(act());
      kept.set(idempotencyKey, { content: JSON.stringify(content), outcome });
      return outcome;
    }
    if (known.content === JSON.stringify(content)) return known.outcome;
    return { ok: false, rejection: { kind: "conflict", detail: "Other content." } };
  };
}

/** A fixture of the port: keeps jobs in memory and reaches no host. For tests of the kit itself. */
export function createInMemoryJobs(): HostScanJobService & { readonly hostIds: readonly [string, string] } {
  const hosts = new Map<string, HostRequest>();
  const owners = new Map<string, string>();
  const jobs: Job[] = [];
  const once = {
    create: keeper<Job>(),
    one: keeper<Job>(),
    many: keeper<Job[]>(),
    ou: keeper<Job>(),
  };

  const name = (request: HostRequest) => (request.dnsHostName ?? request.ipAddress)?.toLowerCase();
  const knownAs = (request: HostRequest) => [...hosts].find(([, host]) => name(host) === name(request))?.[0];

  const onboard = (request: HostRequest, owner = "fixture"): string => {
    const known = knownAs(request);
    if (known !== undefined) return known;
    const id = randomUUID();
    hosts.set(id, request);
    owners.set(id, owner);
    return id;
  };

  /** Refuses what somebody else than the owner states of a known host, and this is not so. */
  const foreign = (request: HostRequest, caller: string, i: number): InvalidValue[] => {
    const known = knownAs(request);
    const host = known === undefined ? undefined : hosts.get(known);
    if (known === undefined || host === undefined || owners.get(known) === caller) return [];
    const members = ["ipAddress", "platformName", "sshTrustActionType", "trustedThumbprint"] as const;
    const changed = members.filter((member) => (request[member] ?? host[member]) !== host[member]);
    return changed.map((member) => ({ path: `/${i}/${member}`, message: "is the owner's" }));
  };

  const schedule = (hostIds: readonly string[]): Job => {
    const job: Job = {
      id: randomUUID(),
      status: ActionStatus.Queued,
      hostScanHostStatus: hostIds.map((hostId) => ({
        hostId,
        dnsHostName: hosts.get(hostId)?.dnsHostName ?? null,
        os: "Fixture OS",
      })),
    };
    jobs.unshift(job);
    const scanned = hostIds.every((hostId) => hosts.get(hostId)?.ipAddress === scannable.ipAddress);
    return scanned ? Object.assign(job, { status: ActionStatus.Complete }) : job;
  };

  const twice = (names: readonly unknown[]): InvalidValue[] =>
    names.flatMap((name, i) =>
      names.indexOf(name) < i
        ? [{ path: `/${i}`, message: `names the same host as /${names.indexOf(name)}` }]
        : [],
    );

  const find = (jobId: string) => jobs.find(({ id }) => id === jobId.toLowerCase());

  const service: HostScanJobService = {
    createJob: (requests, context) =>
      once.create(context, requests, () => {
        const errors = [
          ...twice(requests.map((request) => request.dnsHostName ?? request.ipAddress)),
          ...requests.flatMap((request, i) =>
            request.credentialId === credentialId
              ? []
              : [{ path: `/${i}/credentialId`, message: "is unknown" }],
          ),
          ...requests.flatMap((request, i) => foreign(request, context.caller.subject, i)),
        ];
        if (errors.length > 0) return invalid("Not valid.", errors);
        return ok(schedule(requests.map((request) => onboard(request, context.caller.subject))));
      }),
    validateImportedCsv: async (rows) =>
      ok(
        rows.map((row) => ({
          ...row,
          credentialNameError: row.credentialId === credentialId ? null : "is unknown",
        })),
      ),
    scanHost: (hostId, context) =>
      once.one(context, hostId, () =>
        hosts.has(hostId) ? ok(schedule([hostId])) : invalid(`No host ${hostId}.`),
      ),
    scanHosts: (hostIds, context) =>
      once.many(context, hostIds, () => {
        const ids = hostIds.map((id) => id.toLowerCase());
        const unknown = ids.filter((id) => !hosts.has(id));
        const errors = [
          ...twice(ids),
          ...unknown.map((id) => ({ path: `/${ids.indexOf(id)}`, message: id })),
        ];
        return errors.length > 0 ? invalid("Not valid.", errors) : ok(ids.map((id) => schedule([id])));
      }),
    scanOrganizationalUnit: (id, names, context) =>
      once.ou(context, [id, names], () => {
        if (id !== credentialId)
          return invalid("Not valid.", [{ path: "credentialId", message: "is unknown" }]);
        return ok(schedule(names.map((dnsHostName) => onboard({ dnsHostName }))));
      }),
    cancelJob: async (jobId) => {
      const job = find(jobId);
      if (job === undefined) return notFound;
      if (job.status === ActionStatus.Complete) return invalid("It has ended.");
      job.status = ActionStatus.Cancelled;
      return ok(undefined);
    },
    listJobs: async ({ limit, after }) => {
      const start = after === undefined ? 0 : jobs.findIndex(({ id }) => id === after) + 1;
      if (after !== undefined && start === 0)
        return invalid("No such cursor.", [{ path: "after", message: "is none" }]);
      const page = jobs.slice(start, start + limit);
      const next = jobs.length > start + limit ? page.at(-1)?.id : undefined;
      return ok({ jobs: page, ...(next && { next }) });
    },
    getJob: async (jobId) => {
      const job = find(jobId);
      return job ? ok(job) : notFound;
    },
    latestJobForHost: async (hostId) => {
      const holds = ({ hostScanHostStatus }: Job) =>
        hostScanHostStatus?.some((host) => host.hostId === hostId.toLowerCase());
      const job = jobs.find(holds);
      return job ? ok(job) : notFound;
    },
  };
  const hostIds = [onboard({ dnsHostName: "fixture-1" }), onboard({ dnsHostName: "fixture-2" })] as const;
  schedule(hostIds);
  return { ...service, hostIds };
}
