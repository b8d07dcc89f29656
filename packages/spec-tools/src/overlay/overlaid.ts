import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle, type Json, type RedoclyRun, redocly } from "@hostscan/contract/generate";
import { parse } from "yaml";
import { SpecDiffError } from "../diff/index.ts";
import { applyOverlay } from "./overlay.ts";

/** The document that an overlay has made, and how Redocly judges it. */
export interface Overlaid {
  readonly document: Json;
  readonly lint: RedoclyRun;
}

/** Bundles the document of a folder, applies one of its overlays, and lints what came out. */
export async function overlaid(openapiFolder: string, name: string): Promise<Overlaid> {
  const overlays = join(openapiFolder, "overlays");
  const overlay: Json = parse(await readFile(join(overlays, `${name}.yaml`), "utf8"));
  const document = applyOverlay((await bundle(openapiFolder)).value, overlay);
  const scratch = await mkdtemp(join(tmpdir(), "openapi-overlay-"));
  try {
    const [whole, used] = ["whole.json", "used.json"].map((file) => join(scratch, file));
    await writeFile(`${whole}`, JSON.stringify(document));
    const { exitCode, errors } = await redocly(
      scratch,
      ...["bundle", `${whole}`, "--remove-unused-components", "--output", `${used}`],
    );
    if (exitCode !== 0) throw new SpecDiffError(`Redocly cannot bundle the document: ${errors.trim()}`);
    const lint = await redocly(scratch, "lint", `${used}`, "--config", join(overlays, "redocly.yaml"));
    return { document: JSON.parse(await readFile(`${used}`, "utf8")), lint };
  } finally {
    await rm(scratch, { recursive: true });
  }
}
