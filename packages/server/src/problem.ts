import type { components } from "@hostscan/contract";
import {
  type InvalidValue,
  type Problem,
  problemKinds,
  type Quota,
  type Rejected,
  type Rejection,
} from "@hostscan/core";
import type { Context } from "hono";
import { PRIVATE_HEADERS } from "./answer.ts";

/** The most errors one problem lists: a caller corrects the first few, and no answer grows with the request. */
export const MAX_ERRORS = 100;

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A problem as it goes over the wire. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes a problem as RFC 9457 problem details; `instance` holds the request id, which finds the call in the log. */
export function problemAnswer(problem: Problem, requestId: string): ProblemAnswer {
  return {
    status: problemKinds[problem.kind].status,
    headers: { ...PRIVATE_HEADERS, "X-Request-Id": requestId, ...problemHeaders(problem) },
    body: JSON.stringify(problemDetails(problem, requestId)),
  };
}

/** What it takes to answer a call: its request id is known. */
export interface Answering extends Pick<Context, "json"> {
  get(name: "requestId"): string;
}

/** What a problem is an occurrence of: the call, by its request id. */
export const problemInstance = (requestId: string): string =>
  UUID.test(requestId) ? `urn:uuid:${requestId}` : requestId;

/** As {@link problemAnswer}, to a call whose request id is known. */
export function answerProblem(c: Answering, problem: Problem) {
  const { status } = problemKinds[problem.kind];
  return c.json(problemDetails(problem, c.get("requestId")), status, problemHeaders(problem));
}

export const problemHeaders = ({ headers }: Problem): Record<string, string> => ({
  "Content-Type": "application/problem+json",
  ...headers,
});

export function problemDetails(problem: Problem, requestId: string): components["schemas"]["ProblemDetails"] {
  const { status, title } = problemKinds[problem.kind];
  return {
    type: `urn:hostscan:problem:${problem.kind}`,
    title,
    status,
    detail: problem.detail,
    instance: problemInstance(requestId),
    ...(problem.errors && { errors: [...problem.errors] }),
  };
}

/** A step of a call that ends it. */
export const stop = (rejection: Problem): Rejected<Problem> => ({ ok: false, rejection });

/** The 400 for a request that breaks the contract's schemas, or a rule of the service behind the port. */
export function validationProblem(
  errors: readonly InvalidValue[],
  detail = "The request is invalid.",
): Problem {
  if (errors.length <= MAX_ERRORS) return { kind: "validation", detail, errors };
  return {
    kind: "validation",
    detail: `${detail} Only the first ${MAX_ERRORS} errors are listed.`,
    errors: errors.slice(0, MAX_ERRORS),
  };
}

/** The 400 for a body that cannot be read as a JSON value. `""` is the JSON Pointer of the whole body. */
export const bodyProblem = (message: string): Problem => validationProblem([{ path: "", message }]);

/** The longest that a caller is told to wait, whatever the clock of a database has been set to meanwhile. */
const LONGEST_WAIT = 86_400;

/** What `Retry-After` says: whole seconds (RFC 9110, 10.2.3), rounded up, within the bounds of the contract. */
export const wholeSeconds = (seconds: number): number =>
  Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_WAIT);

/** The 503: the service cannot tell now. */
export function unavailableProblem(detail: string, retryAfterSeconds: number): Problem {
  return { kind: "unavailable", detail, headers: { "Retry-After": `${wholeSeconds(retryAfterSeconds)}` } };
}

/** The 429, with the fields of draft-ietf-httpapi-ratelimit-headers. */
export function limitProblem(detail: string, retryAfterSeconds: number, quota: Quota): Problem {
  const seconds = wholeSeconds(retryAfterSeconds);
  return {
    kind: "rate-limited",
    detail,
    headers: {
      "Retry-After": `${seconds}`,
      RateLimit: `"${quota.name}";r=${quota.left};t=${seconds}`,
      "RateLimit-Policy": `"${quota.name}";q=${quota.most};w=${quota.windowSeconds}`,
    },
  };
}

/** The one mapping from what the port may reject to what the caller is told. */
export function rejectionProblem(rejection: Rejection): Problem {
  const { kind, detail } = rejection;
  switch (kind) {
    case "invalid":
      return validationProblem(rejection.errors, detail);
    case "not-found":
    case "conflict":
      return { kind, detail };
    case "unavailable":
      return unavailableProblem(detail, rejection.retryAfterSeconds);
    case "over quota":
      return limitProblem(detail, rejection.retryAfterSeconds, rejection.quota);
  }
}
