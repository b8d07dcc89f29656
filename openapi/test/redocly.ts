import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the document. */
export const openapiFolder = fileURLToPath(new URL("..", import.meta.url));

const cli = join(dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")), "bin/cli.js");

/** How a run of Redocly's command line ended. */
export interface RedoclyRun {
  readonly exitCode: number;
  /** What it wrote to standard output. */
  readonly output: string;
}

/** Runs Redocly's command line in the folder of the document. It is told not to call home. */
export const redocly = (...args: readonly string[]): Promise<RedoclyRun> => redoclyWith({}, ...args);

/** Runs it with variables of the environment, where secrets belong: everybody may read a command line. */
export function redoclyWith(
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<RedoclyRun> {
  return new Promise((resolve) => {
    const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    const env = { ...process.env, ...quiet, ...variables };
    const options = { cwd: openapiFolder, env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [cli, ...args], options, (_error, output) =>
      resolve({ exitCode: child.exitCode ?? -1, output }),
    );
  });
}
