import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "./packed/compile.ts";

/** A project of somebody who has installed the client, which is taken from its sources. */
export interface Project extends AsyncDisposable {
  /** What the strict compiler complains of; nothing where all is well. */
  compile(): Promise<string>;
  /** How Node runs a file: its arguments. */
  argv(file: string): readonly string[];
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Makes a project of the files given, by name.
 *
 * @param types whose global types the files may use, besides those of a web page
 */
export async function makeProject(
  files: Readonly<Record<string, string>>,
  types: readonly "node"[] = [],
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-project-"));
  const path = (file: string) => join(folder, file);
  const compilerOptions = {
    ...{ strict: true, noEmit: true, target: "es2024", lib: ["es2024", "esnext.disposable", "dom"], types },
    ...{ module: "nodenext", allowImportingTsExtensions: true, customConditions: ["@hostscan/source"] },
    ...{ skipLibCheck: true, jsx: "react-jsx" },
  };
  await mkdir(path("node_modules/@hostscan"), { recursive: true });
  await symlink(here(".."), path("node_modules/@hostscan/client"));
  for (const other of ["@types", "@tanstack", "msw"])
    await symlink(here(`../node_modules/${other}`), path(`node_modules/${other}`));
  await writeFile(path("package.json"), '{ "type": "module" }');
  await writeFile(path("tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts", "*.tsx"] }));
  for (const [name, text] of Object.entries(files)) await writeFile(path(name), text);
  return {
    compile: () => compile("7", "-p", folder),
    argv: (file) => ["--conditions=@hostscan/source", path(file)],
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
