import type { components, operations } from "@hostscan/contract";
import type { HostScanJob } from "./job.ts";
import { isObject, parseJson } from "./json.ts";

/** What an error answer says (RFC 9457); servers may add members of their own. */
export type Problem = components["schemas"]["ProblemDetails"];

type Statuses<Operation> = Operation extends { responses: infer Answers } ? keyof Answers & number : never;

/** The statuses of the contract that refuse a call. */
export type ProblemStatus = Exclude<Statuses<operations[keyof operations]>, 200 | 202>;

/**
 * The server refused a call, or answered with something other than the contract's JSON.
 *
 * `problem` is the problem document of the answer. Where the body is not one (a proxy's page, the plain
 * text of some NPS errors), its text is `problem.detail`. {@link isProblem} narrows it by status.
 */
export class HostScanProblem<Status extends number = number> extends Error {
  override readonly name = "HostScanProblem";
  /** HTTP status code; a success where the answer was not what the contract says. */
  declare readonly status: Status;
  declare readonly problem: Problem;
  /** The body of the answer, as it came. */
  declare readonly text: string;
  /** The server's name for this exchange, to look up in its log. */
  declare readonly requestId: string | undefined;
  /** How long the server asks to wait, from `Retry-After` (RFC 9110, 10.2.3). */
  declare readonly retryAfterSeconds: number | undefined;

  /** @param errors what is wrong with the answer itself */
  constructor(
    response: Pick<Response, "headers" | "ok" | "statusText"> & { readonly status: Status },
    text: string,
    errors?: Problem["errors"],
  ) {
    const problem = { ...toProblem(response, text), ...(errors && { errors }) };
    const { title, detail } = problem;
    super([response.status, title && ` ${title}`, detail && `: ${detail}`].join("").slice(0, 500));
    this.status = response.status;
    this.problem = problem;
    this.text = text;
    this.requestId = response.headers.get("X-Request-Id") ?? undefined;
    this.retryAfterSeconds = retryAfter(response.headers.get("Retry-After"));
  }
}

/** No answer could be had or read; `cause` tells why. */
export class HostScanNetworkError extends Error {
  override readonly name = "HostScanNetworkError";

  constructor(cause: unknown) {
    super(`No answer from the server: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** A call, or the waiting for a job, took longer than its `timeoutMs`. A job goes on running. */
export class HostScanTimeoutError extends Error {
  override readonly name = "HostScanTimeoutError";
  /** The job that was waited for, as last read. */
  declare readonly job: HostScanJob | undefined;

  constructor(what: string, timeoutMs: number, job?: HostScanJob) {
    super(`${what} took longer than ${timeoutMs} ms`);
    this.job = job;
  }
}

/** Tells whether an error is a {@link HostScanProblem}, and, given statuses, one of these. */
export function isProblem(error: unknown): error is HostScanProblem;
export function isProblem<Status extends ProblemStatus>(
  error: unknown,
  ...statuses: readonly Status[]
): error is HostScanProblem<Status>;
export function isProblem(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof HostScanProblem && (statuses.length === 0 || statuses.includes(error.status));
}

/** The problem document of an answer that is no use; every member is optional there, so that any object will do. */
export function toProblem(response: Pick<Response, "ok" | "status" | "statusText">, text: string): Problem {
  const { ok, status } = response;
  if (ok) return { title: "Unexpected answer", status, detail: "The body is not what the contract says." };
  const body = parseJson(text);
  if (isObject(body)) return body;
  const detail = typeof body === "string" ? body : text;
  return { title: response.statusText || "Unexpected answer", status, ...(detail && { detail }) };
}

/** Seconds from now, of either form: a number of seconds, or a date. */
function retryAfter(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? (Date.parse(header) - Date.now()) / 1_000 : seconds;
  return wait >= 0 ? wait : undefined;
}
