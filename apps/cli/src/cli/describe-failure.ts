import {
  HostScanNetworkError,
  type HostScanProblem,
  HostScanRequestError,
  HostScanTimeoutError,
  isProblem,
} from "@hostscan/client";
import { durationText } from "./duration.ts";
import type { ExitName } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { excerpt, plainText, withoutOpenSsl } from "./plain-text.ts";

/** A failure as it is told: why, further lines, and the exit code. */
export interface FailureDescription {
  readonly exit: ExitName;
  readonly message: string;
  readonly details: readonly string[];
}

/** What a connection's failure means, by its code, and what to do about it. */
const HINTS: readonly (readonly [code: RegExp, hint: string])[] = [
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED/,
    "its certificate is not known to be its own: name the CA's, or its own, by --ca-file",
  ],
  [/CERT_HAS_EXPIRED/, "its certificate has expired"],
  [/EPROTO|WRONG_VERSION_NUMBER|PACKET_LENGTH/, "it does not speak TLS there: is its address one of http?"],
  [/HPE_/, "it does not speak HTTP there: is its address one of https?"],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    "is its address right (--server), does it run, and may this machine reach it?",
  ],
  [/ECONNRESET aborted$/, "it broke off in the middle of its answer"],
  [/socket hang up/, "it closed the connection; where it speaks TLS, its address begins with https:"],
];

/** What to tell of whatever a command threw. */
export function describeFailure(error: unknown): FailureDescription {
  if (error instanceof CommandFailure) {
    const { exit, message, details } = error;
    return { exit, message, details };
  }
  if (isProblem(error)) return describeProblem(error);
  if (error instanceof HostScanTimeoutError) {
    const told = error.message.replaceAll(/(\d+) ms/g, (_, ms: string) => durationText(Number(ms)));
    return { exit: "TimedOut", message: told, details: [] };
  }
  if (error instanceof HostScanNetworkError) return describeNetworkError(error);
  if (error instanceof HostScanRequestError) return { exit: "BadInput", message: error.message, details: [] };
  const message = error instanceof Error ? error.message : String(error);
  return { exit: "Failure", message, details: [] };
}

const DAY = 86_400;

/** What to do about an answer, by its status. */
function adviceFor({ status, retryAfterSeconds }: HostScanProblem): string[] {
  if (status < 400) return ["is its address right (--server)? Something else may have answered in its place"];
  if (status === 401) return ["sign in again with `hostscan login`, or give another token"];
  if (status === 403) return ["whose token this is may not do that: sign in as somebody who may"];
  if (status === 407) return ["a proxy on the way wants a sign-in of its own, which is not given"];
  if (!retryAfterSeconds) return [];
  const pause = retryAfterSeconds > DAY ? "more than a day" : durationText(retryAfterSeconds * 1_000);
  return [`it asks to wait for ${pause}`];
}

function describeProblem(error: HostScanProblem): FailureDescription {
  const { problem, requestId, status } = error;
  const details = [...reasonsOf(problem.errors), ...adviceFor(error)];
  if (requestId !== undefined && status >= 500) details.push(`request id ${requestId}`);
  const title = oneLine(problem.title);
  // Of what is listed below, it says nothing.
  const detail = details.length > 0 && status === 400 ? "" : oneLine(problem.detail);
  const said = [[status, title].filter(Boolean).join(" "), detail].filter(Boolean).join(": ");
  return { exit: exitOf(status), message: `the server answered ${said}`, details };
}

/** The reasons that a problem lists: by JSON Pointer, or by the server's name for the place. */
const reasonsOf = (errors: HostScanProblem["problem"]["errors"] = []): string[] =>
  errors.map(({ path, message }) => [oneLine(path), oneLine(message)].filter(Boolean).join(": "));

/** The most that is repeated of one thing that a server says, in characters. */
const LONGEST_SAID = 300;

/** A page of HTML that a proxy puts in between is told by its beginning. */
function oneLine(said: unknown): string {
  return excerpt(plainText(said), LONGEST_SAID);
}

function exitOf(status: number): ExitName {
  if (status === 401 || status === 403) return "NoAccess";
  if (status === 404) return "NotFound";
  if (status === 407 || status === 429 || status === 502 || status === 503 || status === 504)
    return "Unreachable";
  return status >= 400 && status < 500 ? "BadInput" : "Failure";
}

/** `fetch` hides why a connection failed in the cause of its cause, or in a list of them. */
function describeNetworkError(error: HostScanNetworkError): FailureDescription {
  const causes = causesOf(error);
  const message = withoutOpenSsl(causes.at(-1)?.message || error.message);
  const codes = causes.map((cause) => `${"code" in cause ? cause.code : ""} ${cause.message}`).join(" ");
  const hints = HINTS.filter(([code]) => code.test(codes)).map(([, hint]) => hint);
  return { exit: "Unreachable", message: `no answer from the server: ${message}`, details: hints };
}

function causesOf(error: Error): Error[] {
  const { cause } = error;
  const [first] = error instanceof AggregateError ? error.errors : [cause];
  return first instanceof Error ? [first, ...causesOf(first)] : [];
}
