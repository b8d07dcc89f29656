import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type DaemonLog, startDaemon } from "./daemon/daemon.ts";
import { type Herald, startOnFreePort } from "./daemon/port.ts";
import { type SuiteGate, suiteGate } from "./gate.ts";
import { accountFor } from "./sshd/account.ts";
import { sshdGate } from "./sshd/availability.ts";
import { inNamespaces } from "./sshd/command.ts";
import { writeAccess } from "./sshd/folder.ts";
import { thumbprintOfLine } from "./sshd/keys.ts";

/** For suites that need a program. @throws Error on CI where it is not installed. */
export function programGate(program: string, argument: string): SuiteGate {
  const { error } = spawnSync(program, [argument]);
  return suiteGate(program, error === undefined ? undefined : `no ${program} is installed`);
}

const PATH = "/usr/sbin/dropbear";
const HERALD: Herald = { name: "dropbear", listening: /Not backgrounding/, inUse: /Failed listening|in use/ };
const BECOME = 'exec "$0" -F -E -p "127.0.0.1:$2" -r "$1/rsa" -r "$1/ed25519"';

/** A real dropbear on a loopback port, with one account. */
export interface Dropbear extends AsyncDisposable {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Of its keys, by their types. */
  readonly thumbprints: { readonly rsa: string; readonly ed25519: string };
  readonly log: DaemonLog;
}

/** For suites that need a dropbear: its accounts are made as those of our sshd are. @throws Error on CI. */
export function dropbearGate(): SuiteGate {
  const own = programGate(PATH, "-V");
  return own.skip ? own : sshdGate("password");
}

/** Starts a dropbear. @throws Error where none can run here. */
export async function startDropbear(): Promise<Dropbear> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-dropbear-"));
  const account = accountFor(true);
  await writeAccess(folder, account, "");
  const makeKey = async (type: "rsa" | "ed25519") => {
    const { stdout } = await promisify(execFile)("dropbearkey", ["-t", type, "-f", join(folder, type)]);
    return thumbprintOfLine(stdout.split("\n").find((line) => line.startsWith("ssh-")) ?? "");
  };
  const thumbprints = { rsa: await makeKey("rsa"), ed25519: await makeKey("ed25519") };
  const { daemon, port } = await startOnFreePort(HERALD, async (free) =>
    startDaemon(inNamespaces(BECOME, PATH, folder, String(free))),
  );
  const { username, password } = account;
  return {
    port,
    username,
    password,
    thumbprints,
    log: daemon.log,
    async [Symbol.asyncDispose]() {
      await daemon.stop();
      await rm(folder, { recursive: true });
    },
  };
}
