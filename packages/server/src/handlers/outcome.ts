import type { Result } from "@hostscan/core";
import type { Rejected } from "../operations/operation.ts";

/** Writes the answer for the port's value, or passes on why there is none. */
export function answer<Value, Written>(
  outcome: Result<Value>,
  write: (value: Value) => Written,
): Written | Rejected {
  return outcome.ok ? write(outcome.value) : outcome;
}
