import type { Result } from "@hostscan/core";
import { expect } from "vitest";

/** The value of a result that must have one. */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) expect.fail(`rejected: ${JSON.stringify(result.rejection)}`);
  return result.value;
}

/** The rejection of a result that must be one. */
export function rejected(result: Result<unknown>) {
  if (result.ok) expect.fail("not rejected");
  return result.rejection;
}
