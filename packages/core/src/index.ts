/**
 * The ports between the HTTP side of the Host Scan Job API and those who carry it out.
 *
 * @packageDocumentation
 */

export { addressKey } from "./address-key.ts";
export type * from "./caller.ts";
export {
  applicationName,
  callerName,
  externalName,
  isAdmin,
  isCallerName,
  loginKey,
  tokenName,
  userName,
} from "./caller-name.ts";
export type * from "./credentials.ts";
export * from "./csv.ts";
export type * from "./inventory.ts";
export { nameProblem } from "./name.ts";
export { matchesPattern } from "./pattern.ts";
export { type Problem, type ProblemKind, problemKinds } from "./problem.ts";
export * from "./result.ts";
export type * from "./service.ts";
export type * from "./sign-in.ts";
export type * from "./trust.ts";
