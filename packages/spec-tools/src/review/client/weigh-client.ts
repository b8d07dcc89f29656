import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Entry, entries, weightOf } from "@hostscan/client/test/weight";
import { generateFrom, type JsonObject, UnsupportedSpecError } from "@hostscan/contract/generate";

/** What is installed here, and stands in for what was installed at another time. */
const installed = fileURLToPath(new URL("../../../..", import.meta.url));

/** Bytes of an entry of the client after gzip; undefined where it does not bundle. */
export interface Weight extends Entry {
  readonly bytes: number | undefined;
}

/**
 * Weighs the client of a project, with the code that the generator of today derives from a document.
 *
 * @param project folder with the sources; neither installed nor built
 * @returns undefined where the project has no client
 */
export async function weighClient(project: string, document: JsonObject): Promise<Weight[] | undefined> {
  if (!existsSync(join(project, "packages/client/package.json"))) return undefined;
  const scratch = await mkdtemp(join(tmpdir(), "spec-review-client-"));
  try {
    await install(project, scratch);
    if (await derive(document, join(scratch, "packages/contract/src/generated")))
      await ship(join(scratch, "packages/client/generate.mjs"));
    return await Promise.all(
      entries.map(async (entry) => ({ ...entry, bytes: await weigh(entry, scratch) })),
    );
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function install(project: string, scratch: string): Promise<void> {
  await mkdir(join(scratch, "node_modules/@hostscan"), { recursive: true });
  for (const name of ["client", "contract"]) {
    const from = join(project, "packages", name);
    const to = join(scratch, "packages", name);
    await cp(from, to, { recursive: true, filter: (file) => !/\/(node_modules|dist|generated)$/.test(file) });
    await symlink(to, join(scratch, "node_modules/@hostscan", name));
  }
  await symlink(join(installed, "contract/node_modules"), join(scratch, "packages/contract/node_modules"));
  const own = join(scratch, "packages/client/node_modules");
  await mkdir(own);
  for (const name of ["openapi-fetch", "zod"])
    await symlink(join(installed, "client/node_modules", name), join(own, name));
}

/** Derives what the client takes of the contract; false where the document cannot be carried over. */
async function derive(document: JsonObject, folder: string): Promise<boolean> {
  try {
    await generateFrom(document, folder);
    return true;
  } catch (error) {
    if (!(error instanceof UnsupportedSpecError)) throw error;
    return false;
  }
}

/** Puts what the client ships of the contract into it, where its sources know of that. */
async function ship(script: string): Promise<void> {
  if (existsSync(script)) await promisify(execFile)(process.execPath, [script]);
}

async function weigh({ source }: Entry, scratch: string): Promise<number | undefined> {
  try {
    return await weightOf(source, scratch);
  } catch (error) {
    // What esbuild finds wrong with the sources; anything else is wrong here.
    if (error instanceof Error && "errors" in error) return undefined;
    throw error;
  }
}
