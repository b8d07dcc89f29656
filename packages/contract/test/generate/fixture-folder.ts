import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

const packageFile = (path: string): string => fileURLToPath(new URL(path, new URL("../..", import.meta.url)));

/** A folder with a copy of the fixture's document, gone when the test ends. What is generated there can be imported. */
export async function fixtureFolder() {
  const folder = await mkdtemp(join(tmpdir(), "generate-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await symlink(packageFile("node_modules"), join(folder, "node_modules"));
  const openapi = join(folder, "openapi");
  await cp(packageFile("test/generate/fixtures/openapi"), openapi, { recursive: true });
  await mkdir(join(folder, "src"));
  await symlink(packageFile("src/runtime.ts"), join(folder, "src/runtime.ts"));
  const output = join(folder, "src/generated");
  return { openapi, output, load: (name: string) => import(pathToFileURL(join(output, name)).href) };
}
