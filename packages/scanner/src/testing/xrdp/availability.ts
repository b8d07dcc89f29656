import { existsSync } from "node:fs";
import { opensslUnavailable } from "../certificate.ts";
import { type SuiteGate, suiteGate } from "../gate.ts";

const XRDP_PATHS = ["/usr/sbin/xrdp", "/usr/local/sbin/xrdp"];

/** What decides whether an xrdp can be started here. */
export interface XrdpMachine {
  readonly xrdp: string | undefined;
  /** Why no certificate can be made here. */
  readonly noCertificate: string | undefined;
}

const thisMachine = (): XrdpMachine => ({
  xrdp: XRDP_PATHS.find((path) => existsSync(path)),
  noCertificate: opensslUnavailable(),
});

/** Why a real xrdp cannot be started here, or `undefined` where it can. */
export function xrdpUnavailable({ xrdp, noCertificate }: XrdpMachine = thisMachine()): string | undefined {
  return xrdp === undefined ? "no xrdp is installed (Debian: xrdp)" : noCertificate;
}

/** The machine's xrdp. @throws Error where none can be started here, with the reason. */
export function requireXrdp(machine: XrdpMachine = thisMachine()): string {
  const reason = xrdpUnavailable(machine);
  if (reason !== undefined || machine.xrdp === undefined) throw new Error(`No xrdp can run here: ${reason}.`);
  return machine.xrdp;
}

/** For suites that need a real xrdp. @throws Error on CI where none can run, with the reason. */
export const xrdpGate = (): SuiteGate => suiteGate("a real xrdp", xrdpUnavailable());
