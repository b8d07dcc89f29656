import { type Problem, problemKinds } from "@hostscan/core";
import { PRIVATE_HEADERS } from "../answer-headers.ts";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An answer as it goes over the wire. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes a problem as RFC 9457 problem details; `instance` holds the request id, which finds the call in the log. */
export function problemAnswer(problem: Problem, requestId: string): ProblemAnswer {
  const { status, title } = problemKinds[problem.kind];
  const body = JSON.stringify({
    type: `urn:hostscan:problem:${problem.kind}`,
    title,
    status,
    detail: problem.detail,
    instance: UUID.test(requestId) ? `urn:uuid:${requestId}` : requestId,
    errors: problem.errors,
  });
  const headers = {
    "Content-Type": "application/problem+json",
    ...PRIVATE_HEADERS,
    "X-Request-Id": requestId,
    ...problem.headers,
  };
  return { status, headers, body };
}

/** As {@link problemAnswer}, for a fetch handler. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { status, headers, body } = problemAnswer(problem, requestId);
  return new Response(body, { status, headers });
}
