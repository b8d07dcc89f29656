import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(import.meta.resolve("../src/main.ts"));

/** The mock in a process of its own. */
export interface MockProcess extends AsyncDisposable {
  readonly url: string;
  /** What it has printed on stdout so far. */
  output(): string;
  /** Sends a signal, and gives what the process ended with, and its log. */
  stop(signal: NodeJS.Signals): Promise<{ code: number | null; log: string }>;
}

/** Starts the mock on a free port, from its sources. */
export async function startMock(...flags: readonly string[]): Promise<MockProcess> {
  const child = spawn(process.execPath, ["--conditions=@hostscan/source", main, "--port", "0", ...flags], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const log = text(child.stderr);
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const ended = closed.then(async () => {
    throw new Error(`the mock ended with ${child.exitCode}: ${await log}`);
  });
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  ended.catch(() => undefined);
  return {
    url: /http:\/\/[\d.:]+/.exec(String(line))?.[0] ?? `no address in ${line}`,
    output: () => output,
    async stop(signal) {
      child.kill(signal);
      await closed;
      return { code: child.exitCode, log: await log };
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}
