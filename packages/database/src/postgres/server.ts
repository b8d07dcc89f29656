import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import type { Cluster } from "./cluster.ts";
import { accessSettings, type Settings, writeConfiguration } from "./configuration.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { newestLogLines } from "./newest-log.ts";
import { isRunning } from "./postmaster.ts";
import { runProgram } from "./run-program.ts";
import { prepareSocketFolder } from "./socket-folder.ts";

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
