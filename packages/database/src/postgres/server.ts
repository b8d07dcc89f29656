import { chown, lstat, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import type { Cluster } from "./cluster.ts";
import { accessSettings, type Settings, writeConfiguration } from "./configuration.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { isRunning } from "./postmaster.ts";
import { runProgram } from "./run-program.ts";

/**
 * Makes the socket's folder unless it is there. In `/tmp` anyone could have been there first, so a folder that is not
 * the database's own and private is refused.
 */
async function prepareSocketFolder({ socketFolder, account }: Cluster): Promise<void> {
  const made = await mkdir(socketFolder, { mode: 0o700 }).then(
    () => true,
    () => false,
  );
  if (made) await chown(socketFolder, account.uid, account.gid);
  const found = await lstat(socketFolder);
  if (!found.isDirectory() || found.uid !== account.uid || (found.mode & 0o077) !== 0) {
    throw new EmbeddedPostgresError(
      `${socketFolder} is not a private folder of the database's user (uid ${account.uid}): remove it, or set HOSTSCAN_DATA_DIR to a shorter path.`,
    );
  }
}

const LINES = 5;

/** The last lines of the log file that was written last; before it logs by weekday the server writes to another. */
export async function newestLogLines(log: string): Promise<string> {
  const paths = (await readdir(log)).map((name) => join(log, name));
  const files = await Promise.all(paths.map(async (path) => ({ path, at: (await stat(path)).mtimeMs })));
  const newest = files.toSorted((a, b) => b.at - a.at)[0];
  const text = newest ? await readFile(newest.path, "utf8") : "";
  return text.trimEnd().split("\n").slice(-LINES).join("\n");
}

const TIMEOUT_SECONDS = 60;

/** pg_ctl hands its options to a shell. */
function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function commandLine(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${quoteForShell(`${name}=${value}`)}`)
    .join(" ");
}

/**
 * Starts the server and waits until it answers. It outlives this process.
 *
 * @throws {EmbeddedPostgresError} with the end of its log if it does not start, unless another process started it.
 */
export async function startServer(cluster: Cluster, binaries: Binaries, settings: Settings): Promise<void> {
  await prepareSocketFolder(cluster);
  await writeConfiguration(cluster, settings);
  const { code, output } = await runProgram(
    binaries.pg_ctl,
    [
      "start",
      `--pgdata=${cluster.data}`,
      "--wait",
      `--timeout=${TIMEOUT_SECONDS}`,
      "--silent",
      `--log=${join(cluster.log, "start.log")}`,
      `--options=${commandLine(accessSettings(cluster))}`,
    ],
    cluster.account,
  );
  if (code === 0 || (await isRunning(cluster))) return;
  throw new EmbeddedPostgresError(
    `The embedded database does not start. ${output.trim()}\n${await newestLogLines(cluster.log)}\nIts logs are in ${cluster.log}.`,
  );
}

/** Stops the server: connections are ended, what was committed is on disk. */
export async function stopServer(cluster: Cluster, binaries: Binaries): Promise<void> {
  const { code, output } = await runProgram(
    binaries.pg_ctl,
    ["stop", `--pgdata=${cluster.data}`, "--mode=fast", "--wait", `--timeout=${TIMEOUT_SECONDS}`, "--silent"],
    cluster.account,
  );
  if (code === 0 || !(await isRunning(cluster))) return;
  throw new EmbeddedPostgresError(`The embedded database does not stop: ${output.trim()}`);
}
