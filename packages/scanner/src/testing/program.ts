import { spawnSync } from "node:child_process";
import { type SuiteGate, suiteGate } from "./gate.ts";

/** For suites that need a program. @throws Error on CI where it is not installed. */
export function programGate(program: string, argument: string): SuiteGate {
  const { error } = spawnSync(program, [argument]);
  return suiteGate(program, error === undefined ? undefined : `no ${program} is installed`);
}
