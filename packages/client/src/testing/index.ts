/**
 * For unit tests of programs that use the client: handlers for [msw](https://mswjs.io), typed by the contract, and jobs
 * that go on by themselves.
 *
 * @packageDocumentation
 */
export {
  type Answer,
  type HostScanHandlers,
  hostScanHandlers,
  type OperationCall,
  type OperationId,
} from "./handlers.ts";
export { type ScriptedJobs, type ScriptedJobsOptions, scriptedJobs } from "./scripted-jobs.ts";
