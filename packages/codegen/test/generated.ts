import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

const packageFile = (path: string): string => fileURLToPath(new URL(path, new URL("..", import.meta.url)));

/** A folder with a copy of the fixture's document, gone when the test ends. What is generated there can be imported. */
export async function fixtureFolder() {
  const folder = await mkdtemp(join(tmpdir(), "codegen-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await symlink(packageFile("node_modules"), join(folder, "node_modules"));
  const openapi = join(folder, "openapi");
  await cp(packageFile("test/fixtures/openapi"), openapi, { recursive: true });
  const output = join(folder, "generated");
  return { openapi, output, load: (name: string) => import(pathToFileURL(join(output, name)).href) };
}
