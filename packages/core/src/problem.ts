import type { InvalidValue } from "./result.ts";

/**
 * Every kind of problem the server answers. The key is the last part of its `type`,
 * `urn:hostscan:problem:<key>`, and stays the same for good: clients tell problems apart by it.
 */
export const problemKinds = {
  validation: { status: 400, title: "Invalid request" },
  unauthenticated: { status: 401, title: "Unauthenticated" },
  forbidden: { status: 403, title: "Forbidden" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  "request-timeout": { status: 408, title: "Request timeout" },
  conflict: { status: 409, title: "Conflict" },
  "payload-too-large": { status: 413, title: "Payload too large" },
  "uri-too-long": { status: 414, title: "Request target too long" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  "expectation-failed": { status: 417, title: "Expectation failed" },
  misdirected: { status: 421, title: "Misdirected request" },
  "rate-limited": { status: 429, title: "Too many requests" },
  "header-fields-too-large": { status: 431, title: "Request header fields too large" },
  internal: { status: 500, title: "Internal server error" },
  unavailable: { status: 503, title: "Service unavailable" },
} as const;

export type ProblemKind = keyof typeof problemKinds;

/** Why a call is not carried out, before it is written as an RFC 9457 answer. */
export interface Problem {
  readonly kind: ProblemKind;
  /** What was wrong with this call, for people. Never holds a token, a secret or the cause of a 500. */
  readonly detail: string;
  /** Of an invalid request: what is wrong with it. */
  readonly errors?: readonly InvalidValue[];
  /** Headers that go with the status: `Allow`, `Retry-After`, `WWW-Authenticate`, … */
  readonly headers?: Readonly<Record<string, string>>;
}
