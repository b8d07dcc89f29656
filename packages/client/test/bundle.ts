import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A bundle, and the modules that went into it. */
export interface Bundle {
  readonly code: string;
  readonly inputs: readonly string[];
}

const here = fileURLToPath(new URL(".", import.meta.url));

/** Bundles a module, by default of this package's, with all it imports, as a web page would. */
export async function bundle(
  source: string,
  { minify = false, folder = here, target = ["es2024"] } = {},
): Promise<Bundle> {
  const result = await build({
    stdin: { contents: source, resolveDir: folder, loader: "ts" },
    conditions: ["@hostscan/source"],
    bundle: true,
    format: "esm",
    target,
    minify,
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("esbuild wrote nothing");
  return { code: file.text, inputs: Object.keys(result.metafile.inputs) };
}
