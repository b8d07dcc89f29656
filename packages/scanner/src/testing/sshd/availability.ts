import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type SuiteGate, suiteGate } from "../gate.ts";

/** What a test needs of a real sshd. Passwords need root, for an account of the test's own. */
export type SshdNeed = "key" | "password";

const SSHD_PATHS = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd", "/sbin/sshd"];

/** What decides whether an sshd can be started here. */
export interface Machine {
  /** By its absolute path, as it wants to be started. */
  readonly sshd: string | undefined;
  readonly root: boolean;
  /** Whether a command runs to a good end. */
  readonly runs: (command: string, ...args: readonly string[]) => boolean;
}

const thisMachine = (): Machine => ({
  sshd: SSHD_PATHS.find((path) => existsSync(path)),
  root: process.getuid?.() === 0,
  runs: (command, ...args) => spawnSync(command, args, { stdio: "ignore" }).status === 0,
});

/**
 * Why a real sshd cannot be started here, or `undefined` where it can. As root it gets an account of its own in
 * a private mount namespace, with a password and keys; as another user it serves that user, by key only.
 */
export function sshdUnavailable(
  need: SshdNeed = "password",
  machine: Machine = thisMachine(),
): string | undefined {
  if (machine.sshd === undefined) return "no sshd is installed (Debian: openssh-server)";
  if (!machine.runs("sh", "-c", "command -v ssh-keygen")) return "no ssh-keygen is installed";
  if (!machine.root) return need === "password" ? "an account with a password needs root" : undefined;
  if (!machine.runs("perl", "-e", "")) return "no perl is installed, which hashes the account's password";
  if (!machine.runs("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "true")) {
    return "a mount namespace of its own is not allowed (CAP_SYS_ADMIN), or util-linux is not installed";
  }
  return undefined;
}

/** The machine's sshd. @throws Error where none can be started here, with the reason. */
export function requireSshd(machine: Machine = thisMachine()): {
  readonly path: string;
  readonly root: boolean;
} {
  const reason = sshdUnavailable("key", machine);
  if (reason !== undefined || machine.sshd === undefined) throw new Error(`No sshd can run here: ${reason}.`);
  return { path: machine.sshd, root: machine.root };
}

/** For suites that need a real sshd. @throws Error on CI where none can run, with the reason. */
export const sshdGate = (need: SshdNeed = "password"): SuiteGate =>
  suiteGate("a real sshd", sshdUnavailable(need));
