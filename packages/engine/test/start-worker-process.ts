import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** Lets one that waits go on to its next host. */
  goOn(): void;
  signal(name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  /** Waits until it has logged one of these messages, so many times. */
  untilLogged(messages: string | readonly string[], times?: number): Promise<void>;
  /** Kills it, and waits until it is gone. */
  kill(): Promise<void>;
}

export interface WorkerProcessOptions {
  readonly concurrency?: number;
  /** Waits, before every host, until it may go on. */
  readonly waiting?: boolean;
}

export async function startWorkerProcess(
  connectionString: string,
  { concurrency = 50, waiting = false }: WorkerProcessOptions = {},
): Promise<WorkerProcess> {
  const script = fileURLToPath(new URL("worker-process.ts", import.meta.url));
  const args = [connectionString, String(concurrency), waiting ? "waiting" : "at-once"];
  const child = spawn(process.execPath, ["--conditions=@hostscan/source", script, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const untilLogged = (messages: string | readonly string[], times = 1) => {
    const wanted = [messages].flat().map((message) => `"msg":"${message}"`);
    const logged = () => wanted.reduce((sum, text) => sum + output.split(text).length - 1, 0);
    return expect.poll(logged).toBeGreaterThanOrEqual(times);
  };
  await untilLogged("started");
  return {
    goOn: () => void child.stdin.write("\n"),
    signal: (name) => void child.kill(name),
    untilLogged,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
