import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const kyFetch = fileURLToPath(new URL("ky-fetch.ts", import.meta.url));

/**
 * Bytes that a page loads for a program with all it imports: bundled, minified, after gzip.
 *
 * @param over what the program's own calls of `fetch` go to
 */
export async function bundleSize(program: string, over: "fetch" | "ky" = "fetch"): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../types/programs/${program}.ts`, import.meta.url))],
    ...{ bundle: true, minify: true, format: "esm", target: "es2024", write: false },
    ...(over === "ky" && { inject: [kyFetch] }),
    conditions: ["@hostscan/source"],
    logLevel: "silent",
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}
