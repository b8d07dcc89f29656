import type { components } from "@hostscan/contract";
import type { HostScanJob } from "./job.ts";

/** What an error answer says (RFC 9457); servers may add members of their own. */
export type Problem = components["schemas"]["ProblemDetails"];

/**
 * The server refused a call, or answered with something other than the contract's JSON.
 *
 * `problem` is the problem document of the answer. Where the body is not one (a proxy's page, the plain
 * text of some NPS errors), its text is kept in `problem.detail`.
 */
export class HostScanProblem extends Error {
  override readonly name = "HostScanProblem";
  /** HTTP status code. */
  readonly status: number;
  readonly problem: Problem;
  /** The server's name for this exchange, to look up in its log. */
  readonly requestId: string | undefined;
  /** How long the server asks to wait, from `Retry-After` (RFC 9110, 10.2.3; seconds form). */
  readonly retryAfterSeconds: number | undefined;

  constructor(response: Response, body: unknown) {
    const problem = toProblem(response, body);
    const summary = [`${response.status} ${problem.title ?? ""}`.trim(), problem.detail]
      .filter(Boolean)
      .join(": ");
    super(summary.slice(0, 500));
    this.status = response.status;
    this.problem = problem;
    this.requestId = response.headers.get("X-Request-Id") ?? undefined;
    const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    this.retryAfterSeconds = Number.isNaN(seconds) ? undefined : seconds;
  }
}

/** No answer could be had or read; `cause` tells why. */
export class HostScanNetworkError extends Error {
  override readonly name = "HostScanNetworkError";

  constructor(cause: unknown) {
    super(`No answer from the server: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** A job was not finished in the time its caller was ready to wait; it goes on running. */
export class HostScanTimeoutError extends Error {
  override readonly name = "HostScanTimeoutError";
  /** The job as last read, if it was read at all. */
  readonly job: HostScanJob | undefined;

  constructor(jobId: string, timeoutMs: number, job: HostScanJob | undefined) {
    super(`Host scan job ${jobId} was not finished after ${timeoutMs} ms`);
    this.job = job;
  }
}

function toProblem(response: Response, body: unknown): Problem {
  if (isObject(body)) return body;
  const title = (response.ok ? "" : response.statusText) || "Unexpected answer";
  const detail = typeof body === "string" ? body : JSON.stringify(body);
  return { title, status: response.status, ...(detail ? { detail } : {}) };
}

/** Whatever object comes with an error is taken for its problem document; every member is optional there. */
function isObject(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && !Array.isArray(body);
}
