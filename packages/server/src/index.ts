export type { RateLimit } from "./authentication/rate-limit.ts";
export type { Authentication, TokenVerifier } from "./authentication.ts";
export { createServer, MAX_BODY_BYTES, type ServerOptions } from "./create-server.ts";
export type * from "./port.ts";
export { type ProblemKind, problemKinds } from "./problems/problem.ts";
export { describeError, type ErrorDescription } from "./request/describe-error.ts";
export type { RequestLogger } from "./request/request-log.ts";
export type * from "./sign-in.ts";
