import { existsSync } from "node:fs";
import { type SuiteGate, suiteGate } from "./gate.ts";
import { sshdUnavailable } from "./sshd/availability.ts";

const PROGRAMS = ["/usr/bin/sudo", "/usr/bin/doas", "/usr/bin/su"];

/** For suites in which a login becomes the super user. @throws Error on CI where none can, with the reason. */
export function elevationGate(): SuiteGate {
  const absent = PROGRAMS.filter((program) => !existsSync(program));
  const reason = absent.length === 0 ? undefined : `${absent.join(", ")} is not installed`;
  return suiteGate("becoming the super user", sshdUnavailable("password") ?? reason);
}
