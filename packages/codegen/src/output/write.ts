import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { GeneratedFile } from "./file.ts";

const runtimeFolder = fileURLToPath(new URL("../runtime", import.meta.url));

/**
 * Makes a folder hold the generated files, the runtime they import, and nothing else.
 *
 * A file whose text is the same is left alone, so that whoever compiles against it meanwhile is not disturbed.
 */
export async function writeFiles(folder: string, generated: readonly GeneratedFile[]): Promise<void> {
  const files = new Map([...(await runtimeFiles()), ...generated].map(({ name, text }) => [name, text]));
  await mkdir(folder, { recursive: true });
  const present = await filesIn(folder);
  await Promise.all(present.filter((name) => !files.has(name)).map((name) => rm(join(folder, name))));
  for (const [name, text] of files) {
    const path = join(folder, name);
    if (present.includes(name) && (await readFile(path, "utf8")) === text) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

async function runtimeFiles(): Promise<GeneratedFile[]> {
  const sources = (await filesIn(runtimeFolder)).filter((name) => !name.endsWith(".test.ts"));
  return Promise.all(
    sources.map(async (name) => ({
      name: join("runtime", name),
      text: await readFile(join(runtimeFolder, name), "utf8"),
    })),
  );
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
