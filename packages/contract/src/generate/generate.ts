import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { bundle } from "./bundle.ts";
import { enumerationsFile } from "./enumerations.ts";
import { operationsOf } from "./operations.ts";
import { type JsonObject, memberObject, Place } from "./place.ts";
import { routesFile } from "./routes.ts";
import { schemasFile } from "./schemas.ts";
import type { GeneratedFile } from "./text.ts";
import { proofFile, typesFile } from "./types.ts";

/** What has been generated, in numbers. */
export interface Generated {
  readonly operations: number;
  /** Bytes of each file. */
  readonly sizes: Readonly<Record<string, number>>;
}

/**
 * Generates the contract's code from the OpenAPI document in a folder.
 *
 * Rejects with an `UnsupportedSpecError` on anything that would be lost on the way; then nothing has been written.
 */
export async function generate(openapiFolder: string, outputFolder: string): Promise<Generated> {
  return generateFrom((await bundle(openapiFolder)).value, outputFolder);
}

/** Generates the contract's code from a bundled document, as {@link generate} does. */
export async function generateFrom(bundled: JsonObject, outputFolder: string): Promise<Generated> {
  const document = new Place(bundled);
  const components = memberObject(document, "components");
  const schemas = memberObject(components, "schemas");
  const operations = operationsOf(document);
  const files = [
    schemasFile(schemas),
    routesFile(operations),
    proofFile(schemas, operations),
    documentFile(bundled),
    ...(await typeFiles(bundled)),
  ];
  await writeFiles(outputFolder, files);
  const sizes = Object.fromEntries(files.map(({ name, text }) => [name, Buffer.byteLength(text)]));
  return { operations: operations.length, sizes };
}

/** `document.json`: the bundled document. */
const documentFile = (document: JsonObject): GeneratedFile => ({
  name: "document.json",
  text: `${JSON.stringify(document, null, 2)}\n`,
});

/** Of the contract's code, the files that callers get their types from. */
export async function typeFiles(bundled: JsonObject): Promise<GeneratedFile[]> {
  const components = memberObject(new Place(bundled), "components");
  return [enumerationsFile(memberObject(components, "schemas")), await typesFile(bundled)];
}

/**
 * Makes a folder hold the generated files, and nothing else.
 *
 * A file whose text is the same is left alone, so that whoever compiles against it meanwhile is not disturbed.
 */
export async function writeFiles(folder: string, generated: readonly GeneratedFile[]): Promise<void> {
  const names = new Set(generated.map(({ name }) => name));
  await mkdir(folder, { recursive: true });
  const present = await filesIn(folder);
  await Promise.all(present.filter((name) => !names.has(name)).map((name) => rm(join(folder, name))));
  for (const { name, text } of generated) {
    const path = join(folder, name);
    if (present.includes(name) && (await readFile(path, "utf8")) === text) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
