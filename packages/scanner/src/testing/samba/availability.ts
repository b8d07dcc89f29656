import { existsSync } from "node:fs";
import { opensslUnavailable } from "../certificate.ts";
import { type SuiteGate, suiteGate } from "../gate.ts";

/** What a domain controller is made with, and the Debian package that has it. */
const PARTS = {
  "/usr/sbin/samba": "samba",
  "/usr/share/samba/setup/provision.ldif": "samba-ad-provision",
  "/usr/sbin/winbindd": "winbind",
  "/usr/bin/ldbmodify": "ldb-tools",
  "/usr/bin/kinit": "krb5-user",
  "/usr/share/doc/libnss-wrapper/copyright": "libnss-wrapper",
};

/** What decides whether a domain controller can be started here. */
export interface SambaMachine {
  readonly isRoot: boolean;
  readonly exists: (path: string) => boolean;
  /** Why no certificate can be made here. */
  readonly noCertificate: string | undefined;
}

const thisMachine = (): SambaMachine => ({
  isRoot: process.getuid?.() === 0,
  exists: existsSync,
  noCertificate: opensslUnavailable(),
});

/** Why no Samba can be a domain controller here, or `undefined` where one can. */
export function sambaUnavailable(machine: SambaMachine = thisMachine()): string | undefined {
  const missing = Object.entries(PARTS).filter(([path]) => !machine.exists(path));
  if (missing.length > 0) return `not installed (Debian): ${missing.map(([, name]) => name).join(" ")}`;
  return machine.isRoot ? machine.noCertificate : "only root may open the ports of a domain controller";
}

/** For suites that need a domain controller. @throws Error on CI where none can run, with the reason. */
export const sambaGate = (): SuiteGate => suiteGate("a Samba domain controller", sambaUnavailable());
