import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { generate } from "@hostscan/contract/generate";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../..", import.meta.url));
const compiler = join(root, "node_modules/typescript/bin/tsc");

/** The document, contract, ports and server of this workspace in a folder of their own, to be changed and compiled there. */
export interface WorkspaceCopy extends AsyncDisposable {
  /** Absolute path of a file, given by its path in the workspace. */
  path(file: string): string;
  /** Replaces text in a file; throws where the file does not hold it. */
  edit(file: string, from: string | RegExp, to: string): Promise<void>;
  /** Runs the generator. */
  generate(): Promise<unknown>;
  /** The compiler's complaints about the server, with the workspace's strictest settings. */
  compileServer(): Promise<string[]>;
}

/** Copies what it takes; disposing of it removes the copy. */
export async function copyWorkspace(): Promise<WorkspaceCopy> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-change-"));
  const path = (file: string): string => join(folder, file);
  await cp(join(root, "openapi"), path("openapi"), {
    recursive: true,
    filter: (source) => !source.endsWith("node_modules"),
  });
  for (const name of ["contract", "core", "server"]) {
    const source = join(root, "packages", name);
    await cp(join(source, "src"), path(`packages/${name}/src`), { recursive: true });
    await symlink(join(source, "node_modules"), path(`packages/${name}/node_modules`));
    await cp(join(source, "package.json"), path(`packages/${name}/package.json`));
  }
  await writeFile(path("tsconfig.json"), JSON.stringify(settings(folder)));
  return {
    path,
    async edit(file, from, to) {
      const text = await readFile(path(file), "utf8");
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`${file} does not hold ${from}`);
      await writeFile(path(file), edited);
    },
    generate: () => generate(path("openapi"), path("packages/contract/src/generated")),
    compileServer: () => complaints(folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** The base settings of the workspace; imports of the contract and of the ports lead to the copy. */
function settings(folder: string) {
  const contract = (entry: string): string[] => [join(folder, "packages/contract/src", entry)];
  return {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      noEmit: true,
      typeRoots: [join(root, "node_modules/@types")],
      paths: {
        "@hostscan/contract": contract("index.ts"),
        "@hostscan/contract/*": contract("*.ts"),
        "@hostscan/core": [join(folder, "packages/core/src/index.ts")],
      },
    },
    include: ["packages/*/src"],
    exclude: ["**/*.test.ts"],
  };
}

async function complaints(folder: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, [compiler, "-p", folder]).catch(
    (failure: { stdout: string }) => failure,
  );
  return stdout.split("\n").filter((line) => line.includes(": error "));
}
