import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBinaries } from "../postgres/binaries.ts";
import { prepareDataFolder } from "../postgres/data-folder.ts";
import { findCluster } from "../postgres/find-cluster.ts";
import { reachableBinaries } from "../postgres/reachable-binaries.ts";
import { runProgram } from "../postgres/run-program.ts";
import { startServer } from "../postgres/server.ts";
import { connectionStringOf } from "../postgres/start-embedded-postgres.ts";

/** A Postgres server of a test's own that is stopped and started by the test alone; it serves an empty database. */
export interface FrailServer extends AsyncDisposable {
  readonly connectionString: string;
  /** As a crash would: nothing is finished or flushed (`pg_ctl stop --mode=immediate`). */
  crash(): Promise<void>;
  /** Starts it again, and waits until it serves. */
  start(): Promise<void>;
}

/** Starts a server in a folder of its own, which goes with it. */
export async function startFrailServer(): Promise<FrailServer> {
  const root = await mkdtemp(join(tmpdir(), "hostscan-frail-"));
  const stateFolder = join(root, "state");
  const installed = await findBinaries();
  // Under root another user runs the server and has to pass through.
  await chmod(root, 0o711);
  const cluster = await findCluster(await prepareDataFolder(join(root, "data")), installed, stateFolder);
  const binaries = await reachableBinaries(installed, cluster.account, stateFolder);
  const start = () => startServer(cluster, binaries, {});
  const crash = async () => {
    const stop = ["stop", `--pgdata=${cluster.data}`, "--mode=immediate", "--wait", "--silent"];
    const { code, output } = await runProgram(binaries.pg_ctl, stop, cluster.account);
    if (code !== 0) throw new Error(`The server does not stop: ${output}`);
  };
  await start();
  return {
    connectionString: await connectionStringOf(cluster),
    crash,
    start,
    async [Symbol.asyncDispose]() {
      await crash();
      await rm(root, { recursive: true });
    },
  };
}
