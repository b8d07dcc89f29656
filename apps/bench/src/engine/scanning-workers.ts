import { fork } from "node:child_process";
import { once } from "node:events";
import { childAnswer, numberIn } from "../child-answer.ts";
import type { BenchEngine } from "./engine-process.ts";

/** What a worker's process uses. */
interface Usage {
  /** Since it began to scan. */
  readonly cpuMs: number;
  readonly delayP99Ms: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

interface ScanningWorker extends AsyncDisposable {
  start(): Promise<void>;
  usage(): Promise<Usage>;
}

async function startOne({ connectionString, dataDir }: BenchEngine): Promise<ScanningWorker> {
  const env = { ...process.env, DATABASE_URL: connectionString, HOSTSCAN_DATA_DIR: dataDir };
  const execArgv = ["--conditions=@hostscan/source"];
  const child = fork(new URL("./scanning-process.ts", import.meta.url), { env, execArgv });
  await childAnswer(child);
  return {
    async start() {
      child.send("start");
      await childAnswer(child);
    },
    async usage() {
      child.send("usage");
      const message = await childAnswer(child);
      const read = (member: keyof Usage) => numberIn(message, member);
      return {
        cpuMs: read("cpuMs"),
        delayP99Ms: read("delayP99Ms"),
        heapBytes: read("heapBytes"),
        residentBytes: read("residentBytes"),
      };
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}

/** Workers, each in a process of its own, that scan fixtures. */
export interface ScanningWorkers extends AsyncDisposable {
  /** All at once. */
  start(): Promise<void>;
  /** One per worker. */
  usage(): Promise<readonly Usage[]>;
}

/** So many, ready to scan what the engine's queue holds. */
export async function startWorkers(engine: BenchEngine, count: number): Promise<ScanningWorkers> {
  const workers = await Promise.all(Array.from({ length: count }, () => startOne(engine)));
  return {
    async start() {
      await Promise.all(workers.map((worker) => worker.start()));
    },
    usage: () => Promise.all(workers.map((worker) => worker.usage())),
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()));
    },
  };
}
