import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCli } from "../../src/diff/cli.ts";
import { documentText } from "../../src/diff/sources/releases.ts";
import { harbour, type Seed } from "./seed.ts";

/** A folder with the fixture as its document, and as its release 1.2.0; it is gone when the test is over. */
export async function harbourFolder(edits: Seed["edits"] = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "spec-diff-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "releases"));
  await writeFile(join(folder, "releases/1.2.0.yaml"), documentText(harbour()));
  await write(folder, edits);
  return folder;
}

/** Writes the fixture, with edits, as the document of a folder. */
export async function write(folder: string, edits: Seed["edits"] = {}): Promise<void> {
  await writeFile(join(folder, "openapi.yaml"), documentText(harbour(edits)));
}

/** Runs the command on a folder. */
export async function run(openapiFolder: string, ...argv: readonly string[]) {
  const written = { output: "", errors: "" };
  const code = await runCli(argv, {
    openapiFolder,
    write: (text) => {
      written.output += text;
    },
    writeError: (text) => {
      written.errors += text;
    },
  });
  return { code, ...written };
}
