import type { components } from "@hostscan/contract";
import {
  type CallContext,
  type HostScanJobService,
  invalid,
  notFound,
  type Result,
  type SchedulingContext,
  unavailable,
} from "@hostscan/core";
import { isUnavailable, SecretBox } from "@hostscan/database";
import { sql } from "kysely";
import { createCredentialService } from "../administration/credentials.ts";
import { createTrustService } from "../administration/trust.ts";
import { refuseDenied, refuseKnownDenied } from "../hosts/denied-hosts.ts";
import { readHostSettings } from "../hosts/host-settings.ts";
import { onboardHosts } from "../hosts/onboard-hosts.ts";
import { readHosts } from "../hosts/read-hosts.ts";
import { resolveCredentials } from "../hosts/resolve-credentials.ts";
import { listAccounts } from "../inventory/read-accounts.ts";
import { listChanges } from "../inventory/read-changes.ts";
import { listEntries } from "../inventory/read-entries.ts";
import { getHost, listHosts } from "../inventory/read-hosts.ts";
import { createScanNetworks } from "../networks/scan-networks.ts";
import { inventorySeenBy } from "../visibility/visible-hosts.ts";
import { type JobReading, visibleTo } from "../visibility/visible-jobs.ts";
import { cancelJob } from "./cancel-job.ts";
import { type HostScanJobStatus, onlyJob } from "./job-status.ts";
import { listJobs } from "./list-jobs.ts";
import { NO_QUOTAS } from "./quotas.ts";
import { readJobs } from "./read-jobs.ts";
import { scanHost, scanHosts } from "./scan-hosts.ts";
import { scanOrganizationalUnit } from "./scan-organizational-unit.ts";
import { type JobStore, schedule } from "./schedule.ts";
import { validateImportedCsv } from "./validate-imported-csv.ts";

/** `GetJobStatus`: a job and how far it has come. */
async function getJob({ db, visible }: JobReading, jobId: string): Promise<Result<HostScanJobStatus>> {
  const id = jobId.toLowerCase();
  const { rows } = await sql<{ id: string }>`
    select id from host_scan_job where id = ${id} and ${visible}`.execute(db);
  const [job] = rows.length > 0 ? await readJobs(db, [id]) : [];
  return job === undefined ? notFound(`No host scan job has the id ${id}.`) : { ok: true, value: job };
}

/** `GetJobStatusForHost`: the newest job that holds a host, of those that the caller sees. */
async function latestJobForHost(
  { db, visible }: JobReading,
  hostId: string,
): Promise<Result<HostScanJobStatus>> {
  const id = hostId.toLowerCase();
  const { rows } = await sql<{ job_id: string | null }>`
    select (
      select host_scan_job.id from host_scan_host as scan join host_scan_job on host_scan_job.id = scan.job_id
      where scan.host_id = host.id and ${visible}
      order by host_scan_job.created_at desc, host_scan_job.id desc limit 1
    ) as job_id
    from host where host.id = ${id}`.execute(db);
  const [found] = rows;
  if (found === undefined) return notFound(`No host has the id ${id}.`);
  if (found.job_id === null) return notFound(`No host scan job holds the host ${id}.`);
  return getJob({ db, visible }, found.job_id);
}

/** `PostListOfIdsAsync`: onboards the hosts, or finds those already known, and schedules one job for them all. */
async function createJob(
  store: JobStore,
  requests: readonly components["schemas"]["HostScanJobRequest"][],
  context: SchedulingContext,
): Promise<Result<HostScanJobStatus>> {
  const read = await readHosts(requests, (request, pointer) =>
    refuseDenied(store.networks, readHostSettings(request, pointer), pointer),
  );
  return schedule(store, {
    operation: "PostListOfIdsAsync",
    context,
    content: requests,
    asked: { jobs: 1, hosts: requests.length },
    async findHosts(trx) {
      const { resolved, errors } = await resolveCredentials(trx, read.hosts, {
        caller: context.caller,
        precedence: "request",
      });
      if (read.errors.length + errors.length > 0) return invalid([...read.errors, ...errors]);
      const onboarded = await onboardHosts(trx, resolved, { precedence: "request", context });
      const denied = refuseKnownDenied(store.networks, onboarded.hosts, resolved);
      const refused = [...onboarded.errors, ...denied];
      if (refused.length > 0) return invalid(refused);
      const hosts = onboarded.hosts.map((host, index) => {
        const { sections } = requests[index] ?? {};
        return sections ? { ...host, sections } : host;
      });
      return { ok: true, value: [hosts] };
    },
    answer: onlyJob,
  });
}

/** What the port works with; networks, and whose jobs an application sees, have a default, and quotas need not be set. */
export type HostScanJobsOptions = Omit<JobStore, "networks" | "quotas" | "jobsOf"> &
  Partial<Pick<JobStore, "networks" | "quotas" | "jobsOf">> & {
    /** Seals and opens credentials; without it, calls that need that throw. */
    readonly box?: SecretBox;
  };

/**
 * The Host Scan Job API's port on Postgres. While the database is out of reach, every method resolves to the
 * rejection `unavailable`.
 */
export function createHostScanJobs({
  box = new SecretBox(undefined),
  ...options
}: HostScanJobsOptions): HostScanJobService {
  const store: JobStore = { networks: createScanNetworks(), quotas: NO_QUOTAS, jobsOf: "all", ...options };
  const seenBy = ({ caller }: CallContext) => ({ db: store.db, visible: visibleTo(caller, store.jobsOf) });
  const inventoryOf = ({ caller }: CallContext) => inventorySeenBy(store.db, caller, store.jobsOf);
  const credentials = createCredentialService({ db: store.db, box });
  const trust = createTrustService(store.db, store.jobsOf);
  async function reaching<T>(call: Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await call;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      store.log.warn({ err: error }, "database out of reach");
      return unavailable();
    }
  }
  return {
    createJob: (requests, context) => reaching(createJob(store, requests, context)),
    validateImportedCsv: (rows, context) => reaching(validateImportedCsv(store, rows, context)),
    scanHost: (hostId, context) => reaching(scanHost(store, hostId, context)),
    scanHosts: (hostIds, context) => reaching(scanHosts(store, hostIds, context)),
    scanOrganizationalUnit: (credentialId, dnsHostNames, context) =>
      reaching(scanOrganizationalUnit(store, credentialId, dnsHostNames, context)),
    cancelJob: (jobId, context) => reaching(cancelJob(store, jobId, context)),
    listJobs: (page, context) => reaching(listJobs(seenBy(context), page)),
    getJob: (jobId, context) => reaching(getJob(seenBy(context), jobId)),
    latestJobForHost: (hostId, context) => reaching(latestJobForHost(seenBy(context), hostId)),
    listHosts: (asked, context) => reaching(listHosts(inventoryOf(context), asked)),
    getHost: (hostId, context) => reaching(getHost(inventoryOf(context), hostId)),
    listEntries: (hostId, section, page, context) =>
      reaching(listEntries(inventoryOf(context), hostId, section, page)),
    listAccounts: (asked, context) => reaching(listAccounts(inventoryOf(context), asked)),
    listChanges: (asked, context) => reaching(listChanges(inventoryOf(context), asked)),
    listCredentials: (asked, context) => reaching(credentials.listCredentials(asked, context)),
    getCredential: (id, context) => reaching(credentials.getCredential(id, context)),
    addCredential: (credential, context) => reaching(credentials.addCredential(credential, context)),
    changeCredentialSecret: (id, secret, context) =>
      reaching(credentials.changeCredentialSecret(id, secret, context)),
    changeCredentialScope: (id, scope, context) =>
      reaching(credentials.changeCredentialScope(id, scope, context)),
    resumeCredential: (id, context) => reaching(credentials.resumeCredential(id, context)),
    removeCredential: (id, context) => reaching(credentials.removeCredential(id, context)),
    listAwaitingTrust: (asked, context) => reaching(trust.listAwaitingTrust(asked, context)),
    trustHosts: (hosts, context) => reaching(trust.trustHosts(hosts, context)),
    reviewTrust: (jobId, context) => reaching(trust.reviewTrust(jobId, context)),
    trustReviewed: (jobId, review, context) => reaching(trust.trustReviewed(jobId, review, context)),
    trustKnownHosts: (file, context) => reaching(trust.trustKnownHosts(file, context)),
  };
}
