import { PRIVATE_HEADERS } from "../answer-headers.ts";
import { type Problem, problemKinds } from "./problem.ts";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Writes a problem as RFC 9457 problem details; `instance` holds the request id, which finds the call in the log. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { status, title } = problemKinds[problem.kind];
  const body = JSON.stringify({
    type: `urn:hostscan:problem:${problem.kind}`,
    title,
    status,
    detail: problem.detail,
    instance: UUID.test(requestId) ? `urn:uuid:${requestId}` : requestId,
    errors: problem.errors,
  });
  return new Response(body, {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      ...PRIVATE_HEADERS,
      "X-Request-Id": requestId,
      ...problem.headers,
    },
  });
}
