import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Json, type JsonObject, Place } from "./place.ts";

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

/**
 * Bundles the document of a folder, which starts at its `openapi.yaml`, into one.
 *
 * Rejects with Redocly's own words where the folder holds no document or a `$ref` leads nowhere.
 */
export async function bundle(folder: string): Promise<Place<JsonObject>> {
  const scratch = await mkdtemp(join(tmpdir(), "openapi-bundle-"));
  const output = join(scratch, "openapi.json");
  try {
    const document = join(folder, "openapi.yaml");
    const { exitCode, errors } = await redocly(process.cwd(), "bundle", document, "--output", output);
    if (exitCode !== 0) throw new Error(errors);
    const bundled: Json = JSON.parse(await readFile(output, "utf8"));
    return new Place(bundled).object();
  } finally {
    await rm(scratch, { recursive: true });
  }
}
