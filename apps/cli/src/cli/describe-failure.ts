import {
  HostScanNetworkError,
  type HostScanProblem,
  HostScanTimeoutError,
  isProblem,
} from "@hostscan/client";
import type { ExitName } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";

/** A failure as it is told: why, further lines, and the exit code. */
export interface FailureDescription {
  readonly exit: ExitName;
  readonly message: string;
  readonly details: readonly string[];
}

/** What to tell of whatever a command threw. */
export function describeFailure(error: unknown): FailureDescription {
  if (error instanceof CommandFailure) {
    const { exit, message, details } = error;
    return { exit, message, details };
  }
  if (isProblem(error)) return describeProblem(error);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof HostScanTimeoutError) return { exit: "TimedOut", message, details: [] };
  if (error instanceof HostScanNetworkError) return { exit: "Unreachable", message, details: causes(error) };
  return { exit: "Failure", message, details: [] };
}

function describeProblem(error: HostScanProblem): FailureDescription {
  const { problem, requestId, status } = error;
  const details = (problem.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
  if (status === 401) details.push("sign in with `hostscan login`, or set HOSTSCAN_TOKEN");
  if (requestId !== undefined && status >= 500) details.push(`request id ${requestId}`);
  return { exit: exitOf(status), message: `the server answered ${error.message}`, details };
}

function exitOf(status: number): ExitName {
  if (status === 401 || status === 403) return "NoAccess";
  if (status === 404) return "NotFound";
  if (status === 429 || status === 502 || status === 503 || status === 504) return "Unreachable";
  return status >= 400 && status < 500 ? "BadInput" : "Failure";
}

/** `fetch` hides why a connection failed in the cause of its cause. */
function causes(error: Error): string[] {
  const outer = error.cause;
  const inner = outer instanceof Error ? outer.cause : undefined;
  return inner instanceof Error && inner.message !== "" ? [inner.message] : [];
}
