import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHostScanClient, type HostScanJob } from "@hostscan/client";
import { ActionStatus } from "@hostscan/contract";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { resolveConfiguration } from "../configuration/resolve.ts";
import { accepted } from "../installation/accepted.ts";
import { report } from "../run.ts";
import { createLog } from "../serve/log.ts";
import { type RunningServer, runServer } from "../serve/run-server.ts";
import { type StopSignal, stopSignal } from "../serve/stop-signal.ts";
import { createProgress, type Progress } from "./progress.ts";
import { startTarget, type Target } from "./target.ts";

const TOKEN_SECONDS = 600;
const CREDENTIAL = "demo";

/**
 * Scans a target through the client and says what goes on.
 *
 * @throws {CommandFailure} where the scan does not succeed.
 */
async function scanTarget(
  { url, installation }: RunningServer,
  target: Target,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { tokens, credentials } = installation;
  const issued = await tokens.issue({ name: CREDENTIAL, role: "App", expiresInSeconds: TOKEN_SECONDS });
  accepted(
    await credentials.add({
      name: CREDENTIAL,
      username: target.username,
      scope: ["localhost"],
      ...target.secret,
    }),
  );
  progress.step(`Credential "${CREDENTIAL}" kept, encrypted, for the account ${target.username}.`);

  const client = createHostScanClient({ baseUrl: String(url), token: accepted(issued).token });
  const host = {
    ipAddress: target.host,
    sshPort: target.port,
    trustedThumbprint: target.thumbprint,
    credentialName: CREDENTIAL,
  };
  const { id = "" } = await client.createJob([host], { signal });
  progress.step(`Host scan job ${id} scheduled by the client:`);
  const onProgress = (job: HostScanJob) => progress.state(`  ${job.statusDescription}`);
  showResult(await client.waitFor(id, { signal, onProgress }), progress);
}

function showResult({ status, hostScanHostStatus }: HostScanJob, progress: Progress): void {
  const [host] = hostScanHostStatus ?? [];
  if (status !== ActionStatus.Complete) {
    throw new CommandFailure(ExitCode.Failure, `there is no result. ${host?.statusDescription}`);
  }
  progress.step(`  name     ${host?.name}`);
  progress.step(`  os       ${host?.os}`);
  progress.step(`  version  ${host?.version}`);
  progress.step(`  address  ${host?.ipAddress}`);
}

/**
 * Shows a scan from beginning to end on this machine alone: an SSH server to scan, a server on an embedded database
 * in a folder for temporary files, and the client. All of it is gone afterwards.
 *
 * @returns the exit code; never rejects.
 */
export async function runDemo(io: Io, start: () => Promise<Target> = startTarget): Promise<number> {
  const broken = new AbortController();
  const stop = stopSignal(io);
  stop.received.then((signal) => broken.abort(new Error(`broken off by ${signal}`)));
  const progress = createProgress(io);
  try {
    await withTarget(start, progress, (target) =>
      withFolder((folder) => demonstrate(io, folder, target, progress, { stop, signal: broken.signal })),
    );
    progress.step("Everything is stopped and removed again.");
    return ExitCode.Ok;
  } catch (error) {
    return report(error, io);
  } finally {
    stop.release();
  }
}

async function withTarget(
  start: () => Promise<Target>,
  progress: Progress,
  use: (target: Target) => Promise<void>,
): Promise<void> {
  const target = await start();
  progress.step(`A host to scan: ${target.name} on ${target.host}:${target.port}.`);
  try {
    await use(target);
  } finally {
    await target.stop();
  }
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-demo-"));
  try {
    // Under root another user runs the database and has to pass through.
    await chmod(folder, 0o711);
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Breaking {
  readonly stop: StopSignal;
  readonly signal: AbortSignal;
}

function demonstrate(io: Io, folder: string, target: Target, progress: Progress, { stop, signal }: Breaking) {
  // Nothing of the environment: a database of one's own is no place for a demonstration.
  const values = { dataDir: join(folder, "data"), port: "0", shutdownGrace: "0" };
  const resolved = resolveConfiguration({}, { values, command: "serve" });
  const setting = { resolved, log: createLog(io, "fatal"), env: io.env, onEmbedded: stop.beforeExit };
  return runServer(setting, async (server) => {
    signal.throwIfAborted();
    progress.step(`Host Scan Job API on ${server.url}, on a database in ${folder}.`);
    await scanTarget(server, target, progress, signal);
  });
}
