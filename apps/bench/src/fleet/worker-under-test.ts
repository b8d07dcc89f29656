import { fork } from "node:child_process";
import { once } from "node:events";
import { childAnswer, numberIn } from "../child-answer.ts";
import type { BenchEngine } from "../engine/engine-process.ts";

/** What a worker's process has used since it was started. */
export interface Usage {
  readonly peakBytes: number;
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
}

/** A worker in a process of its own. */
export interface WorkerUnderTest extends AsyncDisposable {
  usage(): Promise<Usage>;
}

/** Starts a worker that scans what the engine's queue holds. */
export async function startWorker({ connectionString, dataDir }: BenchEngine): Promise<WorkerUnderTest> {
  const env = { ...process.env, DATABASE_URL: connectionString, HOSTSCAN_DATA_DIR: dataDir };
  const execArgv = ["--conditions=@hostscan/source"];
  const child = fork(new URL("./worker-process.ts", import.meta.url), { env, execArgv });
  await childAnswer(child);
  return {
    async usage() {
      child.send("usage");
      const message = await childAnswer(child);
      const read = (member: keyof Usage) => numberIn(message, member);
      return {
        peakBytes: read("peakBytes"),
        delayP99Ms: read("delayP99Ms"),
        delayMaxMs: read("delayMaxMs"),
      };
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}
