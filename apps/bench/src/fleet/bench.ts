import { fork } from "node:child_process";
import { once } from "node:events";
import { startSshd } from "@hostscan/scanner/testing";
import type { Bench } from "../bench.ts";
import { childAnswer, numberIn } from "../child-answer.ts";
import { type BenchEngine, startEngine } from "../engine/engine-process.ts";
import { runJob } from "../scan/run-job.ts";
import { spread } from "../statistics.ts";

/** What a worker's process has used since it was started. */
interface Usage {
  readonly peakBytes: number;
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
}

/** A worker in a process of its own. */
interface WorkerUnderTest extends AsyncDisposable {
  usage(): Promise<Usage>;
}

/** Starts a worker that scans what the engine's queue holds. */
async function startWorker({ connectionString, dataDir }: BenchEngine): Promise<WorkerUnderTest> {
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

const SMALL = 200;
const FLEET = 2_000;
/** Measured once: a run of it takes minutes. */
const LARGE = 10_000;
/** Small jobs one after another come to as many scans as one fleet: V8 lets its heap grow for as long as there is work. */
const SMALL_JOBS = FLEET / SMALL;
const DAEMONS = 4;
const MAX_STALL_MS = 100;
const MEGABYTE = 1_000_000;

interface Sample extends Usage {
  readonly hostsPerSecond: number;
}

/**
 * Measures a worker in its own process on fleets of 200, 2,000 and 10,000 hosts: addresses of 127.0.0.0/8 behind
 * four real OpenSSH servers. Its rate, memory and event loop must not depend on the size of a job.
 */
export const benchFleet: Bench = async ({ rounds }) => {
  const repeated = Math.max(1, Math.min(3, rounds));
  const small: Sample[] = [];
  const fleet: Sample[] = [];
  for (let round = 0; round < repeated; round += 1) {
    small.push(await measure(SMALL, SMALL_JOBS));
    fleet.push(await measure(FLEET, 1));
  }
  const large = [await measure(LARGE, 1)];
  const median = (samples: readonly Sample[], value: keyof Sample) =>
    spread(samples.map((sample) => sample[value])).median;
  const compared = (samples: readonly Sample[], value: keyof Sample) =>
    spread(samples.map((sample) => sample[value] / median(small, value)));
  return {
    title: `Fleets on ${DAEMONS} real sshds, a worker in its own process, 50 at once, ${repeated} rounds`,
    rows: [
      row(`${SMALL_JOBS} jobs of ${SMALL} hosts`, small),
      row(`a job of ${FLEET} hosts`, fleet),
      row(`a job of ${LARGE} hosts`, large),
    ],
    ratios: [
      {
        name: `hosts/s, ${FLEET} ÷ ${SMALL}`,
        ratio: compared(fleet, "hostsPerSecond"),
        target: { atLeast: 0.9 },
      },
      {
        name: `peak memory, ${LARGE} ÷ ${SMALL}`,
        ratio: compared(large, "peakBytes"),
        target: { atMost: 1.5 },
      },
      {
        name: `99 % of event-loop delays ÷ ${MAX_STALL_MS} ms`,
        ratio: spread([...fleet, ...large].map(({ delayP99Ms }) => delayP99Ms / MAX_STALL_MS)),
        target: { atMost: 1 },
      },
    ],
  };
};

function row(name: string, samples: readonly Sample[]) {
  const of = (value: keyof Sample, unit = 1) => spread(samples.map((sample) => sample[value] / unit));
  return {
    name,
    measured: {
      "hosts/s": of("hostsPerSecond"),
      "peak MB": of("peakBytes", MEGABYTE),
      "loop delay p99, ms": of("delayP99Ms"),
      "longest, ms": of("delayMaxMs"),
    },
  };
}

/** Jobs of so many hosts, one after another, on a database and a worker of their own. */
async function measure(hosts: number, jobs: number): Promise<Sample> {
  await using engine = await startEngine(10);
  await using stack = new AsyncDisposableStack();
  const sshds = await Promise.all(
    Array.from({ length: DAEMONS }, () => startSshd({ everyLoopbackAddress: true })),
  );
  for (const sshd of sshds) stack.use(sshd);
  for (const [index, { username, keys }] of sshds.entries()) {
    const name = `bench-${index}`;
    const added = await engine.credentials.add({
      name,
      username,
      privateKey: keys.plain.privateKey,
      scope: ["127.0.0.0/8"],
    });
    if (!added.ok) throw new Error(added.rejection.detail);
  }
  const worker = stack.use(await startWorker(engine));
  const targets = Array.from({ length: hosts }, (_, index) => ({
    ipAddress: `127.${1 + (index >> 14)}.${(index >> 7) & 127}.${1 + (index & 127)}`,
    sshPort: sshds[index % DAEMONS]?.port ?? 0,
    credentialName: `bench-${index % DAEMONS}`,
  }));
  let seconds = 0;
  for (let job = 0; job < jobs; job += 1) seconds += await runJob(engine, targets);
  return { hostsPerSecond: (hosts * jobs) / seconds, ...(await worker.usage()) };
}
