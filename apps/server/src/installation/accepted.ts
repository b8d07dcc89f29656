import type { Result } from "@hostscan/core";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";

/**
 * The value of an outcome.
 *
 * @throws {CommandFailure} with the reason where there is none.
 */
export function accepted<T>(outcome: Result<T>): T {
  if (outcome.ok) return outcome.value;
  const reason = outcome.rejection.detail.replace(/\.$/, "");
  throw new CommandFailure(ExitCode.Failure, reason);
}
