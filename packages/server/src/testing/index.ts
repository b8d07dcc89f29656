/**
 * Fixtures of the ports, in memory. The server itself loads none of them.
 *
 * @packageDocumentation
 */
export {
  type Credentials,
  credentialId,
  defaults,
  type KnownHost,
  type Onboarder,
} from "./hosts.ts";
export { InMemoryJobs, type Job } from "./in-memory-jobs.ts";
export type { Kept } from "./kept-answers.ts";
export {
  addresses,
  begin,
  bySteps,
  type Course,
  complete,
  fail,
  finishScan,
  type ScanRecord,
} from "./scans.ts";
export { fixtureSignIn } from "./sign-in.ts";
export { accepted, createFixtureTokens } from "./tokens.ts";
