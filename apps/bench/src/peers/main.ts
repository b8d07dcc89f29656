import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@hey-api/openapi-ts";
import { openapiDocument } from "@hostscan/contract/document";
import { generate } from "orval";

const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));

/** Compiles `index.ts` of a folder with all it imports to JavaScript and declarations. @throws where it does not compile */
async function compile(folder: string, outDir: string): Promise<void> {
  const compilerOptions = {
    ...{ strict: true, declaration: true, target: "es2024", types: [], rootDir: ".", outDir },
    ...{ module: "esnext", moduleResolution: "bundler", lib: ["es2024", "dom", "dom.iterable"] },
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  await promisify(execFile)(process.execPath, [compiler, "-p", folder]);
}

/** Where Orval's client finds its server: it takes the address from whatever expression it is told. */
const server = { name: "server", importPath: "./server.js", values: true };

/**
 * Generates fetch clients from the API's document by Orval and by hey-api, each as its documentation shows it, and
 * compiles them: a package's users get declarations, too.
 */
async function generatePeers(folder: string): Promise<void> {
  const sources = await mkdtemp(join(tmpdir(), "hostscan-peers-"));
  try {
    const document = join(sources, "openapi.json");
    await writeFile(document, JSON.stringify(openapiDocument));
    await rm(folder, { recursive: true, force: true });
    await generateByOrval(document, join(sources, "orval"));
    await generateByHeyApi(document, join(sources, "hey-api"));
    await compile(join(sources, "orval"), join(folder, "orval"));
    await compile(join(sources, "hey-api"), join(folder, "hey-api"));
  } finally {
    await rm(sources, { recursive: true });
  }
}

async function generateByOrval(document: string, folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, "server.ts"), 'export const server = { origin: "" };\n');
  const baseUrl = { runtime: "server.origin", imports: [server] };
  const target = join(folder, "index.ts");
  await generate({ input: { target: document }, output: { target, client: "fetch", baseUrl } }, folder);
}

async function generateByHeyApi(document: string, folder: string): Promise<void> {
  await createClient({
    input: document,
    output: { path: folder, module: { extension: ".js" } },
    plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
    logs: { level: "silent" },
  });
}

await generatePeers(fileURLToPath(new URL("../generated", import.meta.url)));
