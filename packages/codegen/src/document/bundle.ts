import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json, JsonObject } from "./json.ts";
import { Place } from "./place.ts";
import { redocly } from "./redocly.ts";

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
