import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"));
const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };

/** What a run of Redocly came to. */
export interface RedoclyRun {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs Redocly's command line in a folder. A failure is told by the exit code.
 *
 * Redocly publishes its library behind its command line, hence a child process.
 */
export function redocly(folder: string, ...args: readonly string[]): Promise<RedoclyRun> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [cli, ...args], options, (_error, output, errors) =>
      resolve({ exitCode: child.exitCode ?? -1, output, errors }),
    );
  });
}
