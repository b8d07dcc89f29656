import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@hey-api/openapi-ts";
import { servedDocument } from "@hostscan/contract/document";
import { build } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { generateSource } from "oazapfts";
import { convertV2 } from "openapi-to-postmanv2";
import openapiTypescript, { astToString } from "openapi-typescript";
import { generateZodClientFromOpenAPI } from "openapi-zod-client";
import { generate as generateByOrval } from "orval";
import { generateApi } from "swagger-typescript-api";

/** Has a tool write its code for a document, which is in a file, into a folder of its own. */
type Generate = (document: string, folder: string) => Promise<void>;

const tools: Readonly<Record<string, Generate>> = {
  "orval-fetch": (document, folder) => orval(document, folder, "fetch"),
  "orval-react-query": (document, folder) => orval(document, folder, "react-query"),
  "orval-zod": (document, folder) => orval(document, folder, "zod"),
  "hey-api": heyApi,
  "openapi-typescript": async (_, folder) =>
    writeFile(
      join(folder, "index.ts"),
      astToString(await openapiTypescript(JSON.stringify(servedDocument()))),
    ),
  "swagger-typescript-api": async (document, folder) => {
    await generateApi({ input: document, output: folder, fileName: "index.ts", silent: true });
  },
  oazapfts: async (document, folder) => writeFile(join(folder, "index.ts"), await generateSource(document)),
  "openapi-zod-client": async (_, folder) => {
    const openApiDoc = JSON.parse(JSON.stringify(servedDocument()));
    const distPath = join(folder, "index.ts");
    await generateZodClientFromOpenAPI({ openApiDoc, distPath, options: { withAlias: true } });
  },
  kubb,
  postman,
};

/** Has every tool read the document as it is served, and write into a folder of its name. */
export async function generateAll(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const document = join(folder, "openapi.json");
  await writeFile(document, JSON.stringify(servedDocument()));
  for (const [tool, generate] of Object.entries(tools)) {
    const own = join(folder, tool);
    await mkdir(own);
    await generate(document, own);
  }
}

async function orval(
  document: string,
  folder: string,
  client: "fetch" | "react-query" | "zod",
): Promise<void> {
  const baseUrl = {
    runtime: "server.origin",
    imports: [{ name: "server", importPath: "./server", values: true }],
  };
  if (client !== "zod") await writeFile(join(folder, "server.ts"), 'export const server = { origin: "" };\n');
  await generateByOrval({
    input: { target: document },
    output: {
      ...{ target: join(folder, "index.ts"), client, httpClient: "fetch" },
      ...(client !== "zod" && { baseUrl }),
    },
  });
}

async function heyApi(document: string, folder: string): Promise<void> {
  await createClient({
    input: document,
    output: folder,
    plugins: [
      "@hey-api/client-fetch",
      "@hey-api/typescript",
      "zod",
      { name: "@hey-api/sdk", validator: true },
    ],
    logs: { level: "silent" },
  });
}

async function kubb(document: string, folder: string): Promise<void> {
  const workingFolder = process.cwd();
  // It writes there as well.
  process.chdir(folder);
  const { error, failedPlugins } = await build({
    config: {
      root: folder,
      input: { path: document },
      output: { path: folder, clean: false },
      plugins: [
        pluginOas({ validate: false, generators: [] }),
        pluginTs({ output: { path: "types.ts", barrelType: false } }),
        pluginClient({
          output: { path: "client.ts", barrelType: false },
          client: "axios",
          dataReturnType: "full",
          bundle: true,
        }),
      ],
    },
  });
  process.chdir(workingFolder);
  if (error) throw error;
  for (const { error: cause } of failedPlugins) throw cause;
}

async function postman(document: string, folder: string): Promise<void> {
  const collection = await new Promise((resolve, reject) => {
    convertV2(
      { type: "file", data: document },
      { parametersResolution: "Example", enableOptionalParameters: false },
      (error, converted) => {
        if (error || !converted?.result) reject(error ?? new Error(converted?.reason));
        else resolve(converted.output?.[0]?.data);
      },
    );
  });
  await writeFile(join(folder, "collection.json"), JSON.stringify(collection));
}
