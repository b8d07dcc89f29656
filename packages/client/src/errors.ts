import type { operations } from "./generated/types.ts";
import type { HostScanJob } from "./job.ts";
import {
  type AnswerHead,
  type Problem,
  type ProblemError,
  retryAfter,
  summary,
  toProblem,
} from "./problem.ts";

type Statuses<Operation> = Operation extends { responses: infer Answers } ? keyof Answers & number : never;

/** The statuses of the contract that refuse a call. */
export type ProblemStatus = Exclude<Statuses<operations[keyof operations]>, 200 | 202 | 204>;

/** Which call it was that an error tells of. */
export interface FailedCall {
  readonly method?: string | undefined;
  /** The path that was asked for, without the server's address and without the query. */
  readonly path?: string | undefined;
  /** The name that the client gave the call, for the server's log. */
  readonly requestId?: string | undefined;
}

const nameOfCall = ({ method, path }: FailedCall): string =>
  path ? `${[method, path].filter(Boolean).join(" ")}: ` : "";

/** Every error of this client. What is thrown besides is what your own functions threw, and a signal's reason. */
export abstract class HostScanError extends Error {
  declare readonly method: string | undefined;
  declare readonly path: string | undefined;
  /** The name of this exchange, to look it up in the server's log. */
  declare readonly requestId: string | undefined;

  constructor(message: string, call: FailedCall, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.method = call.method;
    this.path = call.path;
    this.requestId = call.requestId;
  }
}

/**
 * The server refused a call, or answered with something other than the contract's JSON.
 *
 * `problem` is the problem document of the answer. Where the body is not one (a proxy's page, the plain
 * text of some NPS errors), its text is `problem.detail`. {@link isProblem} narrows it by status.
 */
export class HostScanProblem<Status extends number = number> extends HostScanError {
  override readonly name = "HostScanProblem";
  /** HTTP status code; a success where the answer was not what the contract says. */
  declare readonly status: Status;
  /** Its `errors` have the contract's form, whichever the server's was. */
  declare readonly problem: Problem;
  /** The body of the answer, as it came. */
  declare readonly text: string;
  /** How long the server asks to wait, from `Retry-After` (RFC 9110, 10.2.3). */
  declare readonly retryAfterSeconds: number | undefined;

  /** @param wrong what is wrong with an answer that is a success by its status */
  constructor(
    response: Omit<AnswerHead, "status"> & { readonly status: Status },
    text: string,
    call: FailedCall & { readonly detail?: string; readonly errors?: readonly ProblemError[] } = {},
  ) {
    const { detail, errors } = call;
    const problem = {
      ...toProblem(response, text),
      ...(detail !== undefined && { detail }),
      ...(errors && { errors: [...errors] }),
    };
    const requestId = response.headers.get("X-Request-Id") ?? call.requestId;
    const told = `${nameOfCall(call)}${response.status} ${summary(problem)}`.trim().slice(0, 500);
    super(requestId ? `${told} (request ${requestId.slice(0, 128)})` : told, { ...call, requestId });
    this.status = response.status;
    this.problem = problem;
    this.text = text;
    this.retryAfterSeconds = retryAfter(response.headers);
  }
}

/** No answer could be had or read; `cause` tells why. */
export class HostScanNetworkError extends HostScanError {
  override readonly name = "HostScanNetworkError";
  /** As the platform names what went wrong, e.g. `ECONNREFUSED`. */
  declare readonly code: string | undefined;

  constructor(cause: unknown, call: FailedCall = {}) {
    const { message, code } = innermost(cause);
    super(`${nameOfCall(call)}no answer from the server: ${message}`.slice(0, 500), call, cause);
    this.code = code;
  }
}

/** A call cannot be sent as it was given, and was not: an id, a header, a token or an address that is none. */
export class HostScanRequestError extends HostScanError {
  override readonly name = "HostScanRequestError";

  constructor(message: string, call: FailedCall = {}, cause?: unknown) {
    super(`${nameOfCall(call)}not sent: ${message}`, call, cause);
  }
}

/** A call, or the waiting for a job, took longer than its `timeoutMs`. A job goes on running. */
export class HostScanTimeoutError extends HostScanError {
  override readonly name = "HostScanTimeoutError";
  /** The job that was waited for, as last read. */
  declare readonly job: HostScanJob | undefined;

  /** @param cause what the last attempt failed by, if it did */
  constructor(what: string, timeoutMs: number, job?: HostScanJob, call: FailedCall = {}, cause?: unknown) {
    super(`${what} took longer than ${timeoutMs} ms`, call, cause);
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
  // By name, too: a program may have loaded the client twice, by `import` and by `require`.
  if (!(error instanceof Error && error.name === "HostScanProblem" && "status" in error)) return false;
  return statuses.length === 0 || statuses.some((status) => status === error.status);
}

/** `fetch` hides why a connection failed: in the cause of its cause, or in the first of several errors there. */
function innermost(error: unknown): { readonly message: string; readonly code?: string | undefined } {
  let message = "";
  let code: string | undefined;
  for (let depth = 0, at = error; depth < 8 && at !== undefined && at !== null; depth++) {
    if (!(at instanceof Error)) return { message: message || String(at), code };
    message = at.message || message;
    if ("code" in at && typeof at.code === "string") code = at.code;
    at = "errors" in at && Array.isArray(at.errors) && at.errors.length > 0 ? at.errors[0] : at.cause;
  }
  // Node's cause says nothing where a proxy wants a sign-in.
  if (error instanceof Error && error.cause instanceof Error && !(error.cause.message || code))
    message += ", as it does where a proxy answers 407";
  return { message: code && !message.includes(code) ? `${code} ${message}`.trim() : message, code };
}
