import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codedFiles } from "./coded.ts";
import { framed, readFrame } from "./frame.ts";
import type { Page } from "./page.ts";

/**
 * Writes pages, and the files that they need, into a folder that holds nothing else afterwards. Beside each file of some
 * size lie its coded forms, so that whoever serves the folder need not make them.
 */
export async function writeSite(folder: string, pages: readonly Page[]): Promise<void> {
  const files = await filesOf(pages);
  await rm(folder, { recursive: true, force: true });
  await Promise.all([...files].map(([path, content]) => writeCoded(join(folder, path), content)));
}

async function filesOf(pages: readonly Page[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const frame = await readFrame();
  const files = new Map<string, Uint8Array>();
  const parts = pages.flatMap(({ styles = [], scripts = [] }) => [...styles, ...scripts]);
  for (const { path, content } of [frame.style, frame.icon, frame.script, ...parts]) files.set(path, content);
  for (const [path, text] of pages.flatMap((page) => [...(page.files ?? [])]))
    files.set(path, Buffer.from(text));
  for (const page of pages)
    files.set(`${page.folder}index.html`, Buffer.from(await framed(page, pages, frame)));
  return files;
}

async function writeCoded(file: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const coded = await codedFiles(content);
  await Promise.all([
    writeFile(file, content),
    ...[...coded].map(([suffix, bytes]) => writeFile(file + suffix, bytes)),
  ]);
}
