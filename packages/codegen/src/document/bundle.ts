import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Json, JsonObject } from "./json.ts";
import { Place } from "./place.ts";

const redocly = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"));
const run = promisify(execFile);

/**
 * Bundles the document of a folder, which starts at its `openapi.yaml`, into one.
 *
 * Rejects with Redocly's own words where the folder holds no document or a `$ref` leads nowhere.
 * Redocly publishes its library behind its command line, hence a child process.
 */
export async function bundle(folder: string): Promise<Place<JsonObject>> {
  const scratch = await mkdtemp(join(tmpdir(), "openapi-bundle-"));
  const output = join(scratch, "openapi.json");
  try {
    await run(process.execPath, [redocly, "bundle", join(folder, "openapi.yaml"), "--output", output], {
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    });
    const document: Json = JSON.parse(await readFile(output, "utf8"));
    return new Place(document).object();
  } finally {
    await rm(scratch, { recursive: true });
  }
}
