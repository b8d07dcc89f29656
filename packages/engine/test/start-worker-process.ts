import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** A worker in a process of its own. */
export interface WorkerProcess {
  signal(name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  /** Waits until it has logged this message. */
  untilLogged(message: string): Promise<void>;
  /** Kills it, and waits until it is gone. */
  kill(): Promise<void>;
}

export async function startWorkerProcess(connectionString: string): Promise<WorkerProcess> {
  const script = fileURLToPath(new URL("worker-process.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@hostscan/source", script, connectionString], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const untilLogged = (message: string) =>
    expect.poll(() => output, { timeout: 20_000 }).toContain(`"msg":"${message}"`);
  await untilLogged("started");
  return {
    signal: (name) => void child.kill(name),
    untilLogged,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
