import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Connect } from "../src/calls/calls.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Bundles the calls by one tool's code as its users would, and loads them. `zod` is the package that they import by that name. */
export async function load(tool: string, zod?: string): Promise<Connect> {
  const folder = await mkdtemp(join(root, "src/generated/bundle-"));
  const outfile = join(folder, `${tool}.mjs`);
  try {
    await build({
      entryPoints: [join(root, `src/calls/${tool}.ts`)],
      ...{ outfile, bundle: true, format: "esm", platform: "node", logLevel: "error", absWorkingDir: root },
      ...(zod !== undefined && { alias: { zod } }),
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
    const { connect } = await import(pathToFileURL(outfile).href);
    return connect;
  } finally {
    await rm(folder, { recursive: true });
  }
}
