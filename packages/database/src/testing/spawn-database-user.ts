import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Account } from "../postgres/account.ts";

const PROGRAM = fileURLToPath(new URL("database-user.ts", import.meta.url));
const PROJECT = fileURLToPath(new URL("../../../..", import.meta.url));

/** A process of its own that uses the embedded database of a folder. */
export interface DatabaseUser {
  readonly process: ChildProcess;
  /** The database's address, once it serves; rejects with what the process had to say if it ended first. */
  readonly serving: Promise<string>;
  /** Ends it in good order; gives its exit code. */
  end(): Promise<number | null>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** In a mount namespace of its own, so that nothing has to be unmounted: the project where everybody may enter. */
const IN_THE_OPEN = 'mount --bind "$1" /mnt && cd / && shift && exec setpriv "$@"';

/** What starts a program as another user. Neither the project's folder nor Node's need be everybody's to enter. */
function prefixFor({ uid, gid }: Account): readonly string[] {
  const open = ["unshare", "--mount", "sh", "-c", IN_THE_OPEN, "sh", PROJECT];
  const user = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  return [...open, ...user, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];
}

/** Starts {@link DatabaseUser}, as another user if an account is given, which takes root. */
export function spawnDatabaseUser(dataDir: string, stateFolder: string, account?: Account): DatabaseUser {
  const [prefix, project] = account ? [prefixFor(account), "/mnt"] : [[], PROJECT];
  const [command = "", ...args] = [
    ...prefix,
    process.execPath,
    join(project, relative(PROJECT, PROGRAM)),
    dataDir,
    stateFolder,
  ];
  const child = spawn(command, args, { cwd: "/" });
  const exit = once(child, "exit");
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += String(chunk);
  });
  const serving = Promise.race([
    once(createInterface(child.stdout), "line").then(([line]) => String(line)),
    exit.then(() => Promise.reject(new Error(`The process ended before it served: ${complaint}`))),
  ]);
  serving.catch(() => {});
  return {
    process: child,
    serving,
    async end() {
      child.stdin.end();
      await exit;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
