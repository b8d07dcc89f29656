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

/** What an operation touches, and who else implements the ports, in a folder of its own, to be changed and compiled there. */
export interface WorkspaceCopy extends AsyncDisposable {
  /** The files that were edited or added, by their paths in the workspace. */
  readonly touched: ReadonlySet<string>;
  /** Absolute path of a file, given by its path in the workspace. */
  path(file: string): string;
  add(file: string, text: string): Promise<void>;
  /** Puts text in front of other text of a file; throws where the file does not hold that. */
  insert(file: string, before: string, text: string): Promise<void>;
  /** Runs the generators. */
  generate(): Promise<unknown>;
  /** The compiler's complaints about the server, or about all that is here, with the workspace's strictest settings. */
  compile(what: "server" | "everything"): Promise<string[]>;
}

const packages = ["contract", "core", "server", "engine", "contract-tests"].map((name) => `packages/${name}`);
const apps = ["apps/mock", "apps/bench"];

/** Copies what it takes; disposing of it removes the copy. */
export async function copyWorkspace(): Promise<WorkspaceCopy> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-change-"));
  const path = (file: string): string => join(folder, file);
  await cp(join(root, "openapi"), path("openapi"), {
    recursive: true,
    filter: (source) => !source.endsWith("node_modules"),
  });
  for (const each of [...packages, ...apps]) {
    await cp(join(root, each, "src"), path(`${each}/src`), { recursive: true });
    await symlink(join(root, each, "node_modules"), path(`${each}/node_modules`));
    await cp(join(root, each, "package.json"), path(`${each}/package.json`));
  }
  await writeFile(path("tsconfig.server.json"), JSON.stringify(settings(folder, ["packages/server/src"])));
  await writeFile(path("tsconfig.everything.json"), JSON.stringify(settings(folder, EVERYTHING)));
  const touched = new Set<string>();
  return {
    touched,
    path,
    async add(file, text) {
      touched.add(file);
      await writeFile(path(file), text);
    },
    async insert(file, before, text) {
      touched.add(file);
      const old = await readFile(path(file), "utf8");
      if (!old.includes(before)) throw new Error(`${file} does not hold ${before}`);
      await writeFile(
        path(file),
        old.replace(before, () => text + before),
      );
    },
    async generate() {
      await generate(path("openapi"), path("packages/contract/src/generated"));
      const promises = join(root, "packages/contract-tests/generate/promises.ts");
      const generated = path("packages/contract-tests/src/generated");
      await run(process.execPath, [promises, path("openapi/openapi.yaml"), generated]);
    },
    compile: (what) => complaints(path(`tsconfig.${what}.json`)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** All that implements or calls the ports. */
const EVERYTHING = [
  ...packages.map((each) => `${each}/src`),
  "apps/mock/src",
  "apps/bench/src/http/servers/hostscan.ts",
];

/** The base settings of the workspace; imports of the packages that are copied lead to the copy. */
function settings(folder: string, include: readonly string[]) {
  const at = (file: string): string[] => [join(folder, "packages", file)];
  return {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      noEmit: true,
      typeRoots: [join(root, "node_modules/@types")],
      paths: {
        "@hostscan/contract": at("contract/src/index.ts"),
        "@hostscan/contract/*": at("contract/src/*.ts"),
        "@hostscan/core": at("core/src/index.ts"),
        "@hostscan/server": at("server/src/index.ts"),
        "@hostscan/server/testing": at("server/src/testing/index.ts"),
      },
    },
    include,
    exclude: ["**/*.test.ts", "**/*.test-d.ts", "packages/engine/src/testing"],
  };
}

async function complaints(project: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, [compiler, "-p", project]).catch(
    (failure: { stdout: string }) => failure,
  );
  return stdout.split("\n").filter((line) => line.includes(": error "));
}
