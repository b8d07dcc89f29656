import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** The words that start the executable from its sources, without a build. */
export const COMMAND = [process.execPath, "--conditions=@hostscan/source", MAIN] as const;

/** How a command ended. */
export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A folder that is gone after the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The variables that a process gets: nothing of the test's own but `PATH`. */
export function environment(env: Options["env"] = {}): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...env };
}

/** Starts the executable with pipes. */
export function startHostscan(argv: readonly string[], { env, stdin = "" }: Options = {}) {
  const [file, ...first] = COMMAND;
  const child = spawn(file, [...first, ...argv], { env: environment(env) });
  child.stdin.on("error", () => {
    // It need not read what it is given.
  });
  child.stdin.end(stdin);
  const ended = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]).then(
    ([[code], out, err]): Result => ({ code, out, err }),
  );
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, ended };
}

/** Runs the executable with pipes to its end. */
export function hostscan(argv: readonly string[], options?: Options): Promise<Result> {
  return startHostscan(argv, options).ended;
}
