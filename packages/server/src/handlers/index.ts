import type { Handlers } from "../operations/operation.ts";
import { cancelJob } from "./cancel.ts";
import { getJob, latestJobForHost, listJobs, validateImportedCsv } from "./read.ts";
import { createJob, scanHost, scanHosts, scanOrganizationalUnit } from "./schedule.ts";
import { firstStep, secondStep } from "./sign-in.ts";

/** What the server does at each operation of the contract. One missing, or one too many, does not compile. */
export const handlers: Handlers = {
  ByHostId: scanHost,
  ByHostIdMultipleAsync: scanHosts,
  CancelJob: cancelJob,
  Get: listJobs,
  GetJobStatus: getJob,
  GetJobStatusForHost: latestJobForHost,
  PostListOfIdsAsync: createJob,
  ScheduleJobsByDnsHostNameMultipleAsync: scanOrganizationalUnit,
  SigninBody: firstStep,
  Signin2fa: secondStep,
  Sigin2fa: secondStep,
  ValidateImportedCsv: validateImportedCsv,
};

/** The ids of the operations that the server carries out. While one is added, the document is ahead of them. */
export const servedOperations: ReadonlySet<string> = new Set(Object.keys(handlers));
