import type { components } from "@hostscan/contract";
import type { CallContext, SchedulingContext } from "./caller.ts";
import type { CredentialService } from "./credentials.ts";
import type { InventoryService, PageAsked } from "./inventory.ts";
import type { Result } from "./result.ts";
import type { TrustService } from "./trust.ts";

type Schemas = components["schemas"];

type Request = Schemas["HostScanJobRequest"];

/** What a caller says of a host. Of these members null says nothing, as everywhere, and is left out before the port. */
export type HostRequest = Omit<Request, NullSaysNothing> & {
  readonly [Name in NullSaysNothing]?: NonNullable<Request[Name]>;
};

type NullSaysNothing = "credentialId" | "acceptThumbprintOnFirstDiscovery";

/** A page of jobs, newest first. */
export interface JobPage {
  readonly jobs: readonly Schemas["HostScanJobStatus"][];
  /** Cursor of the following page; absent on the last one. */
  readonly next?: string;
}

/** Which jobs are listed: those that fit all that is stated. */
export interface JobFilter {
  readonly status?: Schemas["ActionStatus"];
  readonly hostId?: string;
  /** When it was scheduled; RFC 3339. */
  readonly since?: string;
  /** As `callerName` has it. */
  readonly createdBy?: string;
}

/**
 * The port of the Host Scan Job API: implement it and `createServer` serves it.
 *
 * Arguments have passed the contract's schemas; ids come in the letter case of the caller, are compared without regard
 * to it, and answered in lower case. A method resolves to an {@link Result};
 * a thrown error becomes a 500 problem that tells nothing of its cause.
 */
export interface HostScanJobService extends InventoryService, CredentialService, TrustService {
  /** Creates or matches the hosts and schedules one job for them all (`PostListOfIdsAsync`). */
  createJob(
    requests: readonly HostRequest[],
    context: SchedulingContext,
  ): Promise<Result<Schemas["HostScanJobStatus"]>>;

  /** Tells of rows what `createJob` would refuse them for, and writes nothing (`ValidateImportedCsv`). */
  validateImportedCsv(
    rows: readonly HostRequest[],
    context: CallContext,
  ): Promise<Result<Schemas["ValidatedHostScanJobRequest"][]>>;

  /** Schedules a job for one known host (`ByHostId`). */
  scanHost(hostId: string, context: SchedulingContext): Promise<Result<Schemas["HostScanJobStatus"]>>;

  /** Schedules one job per known host, in the order given (`ByHostIdMultipleAsync`). */
  scanHosts(
    hostIds: readonly string[],
    context: SchedulingContext,
  ): Promise<Result<Schemas["HostScanJobStatus"][]>>;

  /** Onboards the hosts of an organizational unit and schedules one job (`ScheduleJobsByDnsHostNameMultipleAsync`). */
  scanOrganizationalUnit(
    credentialId: string,
    dnsHostNames: readonly string[],
    context: SchedulingContext,
  ): Promise<Result<Schemas["HostScanJobStatus"]>>;

  /** Cancels what is left of a job (`CancelJob`); cancelling a cancelled job again succeeds. */
  cancelJob(jobId: string, context: CallContext): Promise<Result<void>>;

  /** Lists jobs, newest first (`Get`). A page may hold fewer than `limit` jobs although more follow. */
  listJobs(asked: PageAsked & JobFilter, context: CallContext): Promise<Result<JobPage>>;

  /** Reads a job (`GetJobStatus`). */
  getJob(jobId: string, context: CallContext): Promise<Result<Schemas["HostScanJobStatus"]>>;

  /** Reads the newest job that holds a host (`GetJobStatusForHost`). */
  latestJobForHost(hostId: string, context: CallContext): Promise<Result<Schemas["HostScanJobStatus"]>>;
}
