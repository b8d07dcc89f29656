import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { framed, readFrame } from "./frame.ts";
import type { Page } from "./page.ts";

/** Writes the pages, and the files that they need, into a folder that holds nothing else afterwards. */
export async function writeSite(folder: string, pages: readonly Page[]): Promise<void> {
  const frame = await readFrame();
  const files = new Map<string, Uint8Array | string>();
  for (const asset of [frame.style, frame.icon, frame.script]) files.set(asset.path, asset.content);
  for (const page of pages) {
    for (const asset of [...(page.styles ?? []), ...(page.scripts ?? [])])
      files.set(asset.path, asset.content);
    files.set(`${page.folder}index.html`, await framed(page, pages, frame));
  }
  await rm(folder, { recursive: true, force: true });
  for (const [path, content] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
