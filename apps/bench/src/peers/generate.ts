import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@hey-api/openapi-ts";
import { openapiDocument } from "@hostscan/contract/document";
import { generate } from "orval";
import { compile } from "./compile.ts";

/** Where Orval's client finds its server: it takes the address from whatever expression it is told. */
const server = { name: "server", importPath: "./server.js", values: true };

/**
 * Generates fetch clients from the API's document by Orval and by hey-api, each as its documentation shows it, and
 * compiles them: a package's users get declarations, too.
 */
export async function generatePeers(folder: string): Promise<void> {
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
