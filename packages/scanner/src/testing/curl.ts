import { spawnSync } from "node:child_process";
import { type SuiteGate, suiteGate } from "./gate.ts";

/** The samples and our tests print the body of a refusal and end with an error, as curl does since 7.76. */
const needed = ["--fail-with-body", "--version"];

/** Why the machine's curl cannot be used, or `undefined` where it can. */
function curlUnavailable(): string | undefined {
  return spawnSync("curl", needed).status === 0 ? undefined : "no curl 7.76 or newer is installed";
}

/** For suites that call by curl. @throws Error on CI where there is none, with the reason. */
export const curlGate = (): SuiteGate => suiteGate("curl", curlUnavailable());
