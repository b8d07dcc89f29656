import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** How to run a sample. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What is typed in. */
  readonly input: string;
}

/** Runs a command to its end; nothing of this process's environment gets through but the path. */
export async function runSample(
  command: string,
  argv: readonly string[],
  { cwd, env, input }: Surroundings,
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  const child = spawn(command, argv, { cwd, env: { PATH: process.env["PATH"], ...env } });
  const closed = once(child, "close");
  // Most samples do not read it.
  child.stdin.on("error", () => undefined).end(input);
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code: child.exitCode, output, errors };
}
