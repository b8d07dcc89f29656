import type { components } from "@hostscan/contract";

type Schemas = components["schemas"];

/** Who makes a call, as established from the bearer token. */
export interface Caller {
  /** Stable identity of the token's subject; idempotency keys are kept apart by it. */
  readonly subject: string;
  /** Name for people: shown in logs and kept with a job. */
  readonly name: string;
  /** Role claim. The contract's operations admit `Admin` and `App`; any other role is refused with 403. */
  readonly role: string;
  /** Whether this is a person who signed in; absent for programs, which call with a token or a key. */
  readonly isUser?: boolean;
  /** Who this is, whatever key or token it calls with, so that a renewed one is the same caller: `app:portal`. */
  readonly identity?: string;
}

/** What a call carries besides its parameters: what it comes to may hang on who calls. */
export interface CallContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** W3C `traceparent` of the call, where it is traced: what it brings about can refer to it. */
  readonly traceParent?: string | undefined;
}

/** {@link CallContext} of a POST, which a caller may repeat safely under an `Idempotency-Key`. */
export interface SchedulingContext extends CallContext {
  readonly idempotencyKey?: string;
}

/** One thing wrong with a request; `path` is a JSON Pointer into its body, or the parameter's name. */
export interface InvalidValue {
  readonly path: string;
  readonly message: string;
}

/** Why a call was not carried out. A rejected call has changed nothing. */
export type Rejection =
  | { readonly kind: "invalid"; readonly detail: string; readonly errors: readonly InvalidValue[] }
  | { readonly kind: "not-found"; readonly detail: string }
  | { readonly kind: "conflict"; readonly detail: string }
  | { readonly kind: "unavailable"; readonly detail: string; readonly retryAfterSeconds: number }
  | {
      readonly kind: "over quota";
      readonly detail: string;
      readonly retryAfterSeconds: number;
      readonly quota: Quota;
    };

/** What a caller may do in a while, and what is left of it. */
export interface Quota {
  /** What is counted: letters and hyphens. */
  readonly name: string;
  readonly most: number;
  readonly left: number;
  readonly windowSeconds: number;
}

/** A value, or the reason why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rejection: Rejection };

/** A page of jobs, newest first. */
export interface JobPage {
  readonly jobs: readonly Schemas["HostScanJobStatus"][];
  /** Cursor of the following page; absent on the last one. */
  readonly next?: string;
}

/**
 * The port of the Host Scan Job API: implement it and `createServer` serves it.
 *
 * Arguments have passed the contract's schemas; ids come in the letter case of the caller, are compared without regard
 * to it, and answered in lower case. A method resolves to an {@link Outcome};
 * a thrown error becomes a 500 problem that tells nothing of its cause.
 */
export interface HostScanJobService {
  /** Creates or matches the hosts and schedules one job for them all (`PostListOfIdsAsync`). */
  createJob(
    requests: readonly Schemas["HostScanJobRequest"][],
    context: SchedulingContext,
  ): Promise<Outcome<Schemas["HostScanJobStatus"]>>;

  /** Tells of rows what `createJob` would refuse them for, and writes nothing (`ValidateImportedCsv`). */
  validateImportedCsv(
    rows: readonly Schemas["HostScanJobRequest"][],
    context: CallContext,
  ): Promise<Outcome<Schemas["ValidatedHostScanJobRequest"][]>>;

  /** Schedules a job for one known host (`ByHostId`). */
  scanHost(hostId: string, context: SchedulingContext): Promise<Outcome<Schemas["HostScanJobStatus"]>>;

  /** Schedules one job per known host, in the order given (`ByHostIdMultipleAsync`). */
  scanHosts(
    hostIds: readonly string[],
    context: SchedulingContext,
  ): Promise<Outcome<Schemas["HostScanJobStatus"][]>>;

  /** Onboards the hosts of an organizational unit and schedules one job (`ScheduleJobsByDnsHostNameMultipleAsync`). */
  scanOrganizationalUnit(
    credentialId: string,
    dnsHostNames: readonly string[],
    context: SchedulingContext,
  ): Promise<Outcome<Schemas["HostScanJobStatus"]>>;

  /** Cancels what is left of a job (`CancelJob`); cancelling a cancelled job again succeeds. */
  cancelJob(jobId: string, context: CallContext): Promise<Outcome<void>>;

  /** Lists jobs, newest first (`Get`). A page may hold fewer than `limit` jobs although more follow. */
  listJobs(
    page: { readonly limit: number; readonly after?: string },
    context: CallContext,
  ): Promise<Outcome<JobPage>>;

  /** Reads a job (`GetJobStatus`). */
  getJob(jobId: string, context: CallContext): Promise<Outcome<Schemas["HostScanJobStatus"]>>;

  /** Reads the newest job that holds a host (`GetJobStatusForHost`). */
  latestJobForHost(hostId: string, context: CallContext): Promise<Outcome<Schemas["HostScanJobStatus"]>>;
}
