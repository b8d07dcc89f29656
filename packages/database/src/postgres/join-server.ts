import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isUnavailable } from "../is-unavailable.ts";
import type { Binaries } from "./binaries.ts";
import type { Cluster } from "./cluster.ts";
import type { Settings } from "./configuration.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { isRunning } from "./postmaster.ts";
import { arrive, type Presence } from "./presence.ts";
import { startServer } from "./server.ts";

/** Time for recovery after a crash, or for another process to finish starting or stopping. */
const DEADLINE_MS = 90_000;
const RETRY_MS = 25;

/** A start fails while processes of a killed server are still ending. */
const STARTS = 3;
const START_RETRY_MS = 300;

async function ensureStarted(cluster: Cluster, binaries: Binaries, settings: Settings): Promise<void> {
  for (let start = 1; !(await isRunning(cluster)); start += 1) {
    try {
      await startServer(cluster, binaries, settings);
    } catch (error) {
      if (start === STARTS) throw error;
      await delay(START_RETRY_MS);
    }
  }
}

/**
 * Joins the server, and starts it if none runs. Processes may do so at once: Postgres lets one of them start it.
 *
 * @throws {EmbeddedPostgresError} if it does not start or answer.
 */
export async function joinServer(
  cluster: Cluster,
  binaries: Binaries,
  settings: Settings,
  deadlineMs = DEADLINE_MS,
): Promise<Presence> {
  const password = await readFile(cluster.passwordFile, "utf8");
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    await ensureStarted(cluster, binaries, settings);
    try {
      return await arrive(cluster, password);
    } catch (cause) {
      if (!isUnavailable(cause)) throw cause;
      if (performance.now() > deadline) {
        throw new EmbeddedPostgresError(
          `The embedded database does not answer; its logs are in ${cluster.log}.`,
          { cause },
        );
      }
    }
    await delay(RETRY_MS);
  }
}
