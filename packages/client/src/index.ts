/**
 * A typed client of the Host Scan Job API over `fetch`.
 *
 * @packageDocumentation
 */
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
  nameOf,
  numberOf,
  SshTrustActionType,
} from "./enumerations.ts";
export {
  HostScanNetworkError,
  HostScanProblem,
  HostScanTimeoutError,
  isProblem,
  type Problem,
  type ProblemStatus,
} from "./errors.ts";
export { isFinished } from "./finished.ts";
export type { HostScanHost, HostScanJob } from "./job.ts";
export type { JobList } from "./job-list.ts";
export type {
  AttemptEnd,
  AttemptStart,
  CallOptions,
  Fetch,
  HostScanClientOptions,
  ListOptions,
  SchedulingOptions,
  Validate,
} from "./options.ts";
export type { RawAnswer, RawClient, RawInit } from "./raw.ts";
export type { Token, TokenRequest } from "./token.ts";
export type { WaitOptions, WatchOptions } from "./watch.ts";
