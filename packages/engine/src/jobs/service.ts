import type { CallContext, HostScanJobService, Result } from "@hostscan/core";
import { unavailable } from "@hostscan/core";
import { isUnavailable } from "@hostscan/database";
import { createScanNetworks } from "../networks/scan-networks.ts";
import { cancelJob } from "./cancel-job.ts";
import { createJob } from "./create-job.ts";
import { getJob, latestJobForHost } from "./get-job.ts";
import { listJobs } from "./list-jobs.ts";
import { NO_QUOTAS } from "./quotas.ts";
import { scanHost, scanHosts } from "./scan-hosts.ts";
import { scanOrganizationalUnit } from "./scan-organizational-unit.ts";
import type { JobStore } from "./schedule.ts";
import { validateImportedCsv } from "./validate-imported-csv.ts";
import { visibleTo } from "./visible-jobs.ts";

/** What the port works with; networks, and whose jobs an application sees, have a default, and quotas need not be set. */
export type HostScanJobsOptions = Omit<JobStore, "networks" | "quotas" | "jobsOf"> &
  Partial<Pick<JobStore, "networks" | "quotas" | "jobsOf">>;

/**
 * The Host Scan Job API's port on Postgres. While the database is out of reach, every method resolves to the
 * rejection `unavailable`.
 */
export function createHostScanJobs(options: HostScanJobsOptions): HostScanJobService {
  const store: JobStore = { networks: createScanNetworks(), quotas: NO_QUOTAS, jobsOf: "all", ...options };
  const seenBy = ({ caller }: CallContext) => ({ db: store.db, visible: visibleTo(caller, store.jobsOf) });
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
  };
}
