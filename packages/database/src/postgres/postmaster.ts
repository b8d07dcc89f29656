import { constants } from "node:fs";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cluster, SOCKET_NAME } from "./cluster.ts";

/** Above every process id that Linux (2^22) and macOS (99,999) give. */
const NOBODYS_PID = 2 ** 31 - 1;

/** Whether there is such a process. One that this user may not signal is not the server, whose files it can read. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether a live process serves the cluster, as far as the system tells (`/proc`, Linux). */
async function serves(pid: number, cluster: Cluster): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => cluster.data);
  return line.split("\0").includes(cluster.data);
}

/**
 * Replaces the process id in a lock file, and leaves the rest. It writes to the file that was read: should another
 * process start the server meanwhile, that has a new file of this name.
 */
async function retire(file: FileHandle, content: string): Promise<void> {
  await file.truncate();
  await file.write(content.replace(/^\d+/, String(NOBODYS_PID)), 0);
}

async function judge(file: FileHandle, cluster: Cluster): Promise<boolean> {
  const content = await file.readFile("utf8");
  const pid = Number.parseInt(content, 10);
  if (Number.isNaN(pid) || !isAlive(pid)) return false;
  if (await serves(pid, cluster)) return true;
  await retire(file, content);
  return false;
}

/** Whether the process that a lock file names serves the cluster. */
async function isHeld(path: string, cluster: Cluster): Promise<boolean> {
  const file = await open(path, constants.O_RDWR | constants.O_NOFOLLOW).catch(() => undefined);
  if (file === undefined) return false;
  try {
    return await judge(file, cluster);
  } finally {
    await file.close();
  }
}

/**
 * Whether a server of the cluster runs.
 *
 * A killed server leaves its lock files behind. If its process id has since gone to another process, as it does in a
 * restarted container, or is a zombie's, Postgres would not start again. The id is then replaced by one that no process
 * has, and nothing else: Postgres still checks the shared memory noted there for survivors of the killed server.
 */
export async function isRunning(cluster: Cluster): Promise<boolean> {
  const socketIsHeld = await isHeld(join(cluster.socketFolder, `${SOCKET_NAME}.lock`), cluster);
  return (await isHeld(join(cluster.data, "postmaster.pid"), cluster)) || socketIsHeld;
}
