import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the document. */
export const openapiFolder = fileURLToPath(new URL("..", import.meta.url));

const cli = join(dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")), "bin/cli.js");

/** Runs Redocly's command line in the folder of the document; resolves to its exit code and standard output. */
export function redocly(...args: readonly string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    const options = { cwd: openapiFolder, env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [cli, ...args], options, (_error, output) =>
      resolve({ exitCode: child.exitCode ?? -1, output }),
    );
  });
}
