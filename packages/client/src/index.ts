/**
 * A typed client of the Host Scan Job API over `fetch`.
 *
 * @packageDocumentation
 */
export type { AwaitingFilter, Credential, CredentialCalls, TrustCalls } from "./administration.ts";
export {
  createHostScanClient,
  type HostScanClient,
  type HostScanJobRequest,
  type ValidatedHostScanJobRequest,
} from "./client.ts";
export {
  ActionFailureReason,
  ActionStatus,
  CertificateType,
  CredentialKind,
  ElevationMethod,
  HostScanChangeKind,
  HostScanSection,
  HostScanSectionState,
  nameOf,
  numberOf,
  ServiceStartType,
  SshTrustActionType,
  UserPrivilege,
} from "./enumerations.ts";
export {
  HostScanError,
  HostScanNetworkError,
  HostScanProblem,
  HostScanRequestError,
  HostScanTimeoutError,
  isProblem,
  type ProblemStatus,
} from "./errors.ts";
export type { AttemptEnd, AttemptStart, Fetch, SendingOptions } from "./fetch/options.ts";
export type { Token, TokenRequest } from "./fetch/token.ts";
export { isFinished } from "./finished.ts";
/** The schemas by name (`components["schemas"]`), the operations by operationId, and both by path. */
export type { components, operations, paths } from "./generated/types.ts";
export type {
  AccountFilter,
  ChangeFilter,
  HostEntries,
  HostFilter,
  InventoryReads,
  JobFilter,
} from "./inventory.ts";
export { failedHosts, type HostScanHost, type HostScanJob } from "./job.ts";
export type { JobList, JobPage, List, ListPage } from "./list.ts";
export type { Middleware, PathClient } from "./openapi-fetch.ts";
export type {
  CallOptions,
  HostScanClientOptions,
  ListOptions,
  SchedulingOptions,
  Validate,
} from "./options.ts";
export type { Problem, ProblemError } from "./problem.ts";
export type { ScanAndWaitOptions } from "./scan-and-wait.ts";
export type { WaitOptions, WatchOptions } from "./watch.ts";
