export {
  type CallOptions,
  createHostScanClient,
  type HostScanClient,
  type HostScanClientOptions,
  type HostScanJobRequest,
  type ListOptions,
  type SchedulingOptions,
} from "./client.ts";
export {
  HostScanNetworkError,
  HostScanProblem,
  HostScanTimeoutError,
  type Problem,
} from "./errors.ts";
export { isFinished } from "./finished.ts";
export type { HostScanJob } from "./job.ts";
export type { JobList } from "./job-list.ts";
export type { Token } from "./transport.ts";
export type { WaitOptions } from "./wait.ts";
