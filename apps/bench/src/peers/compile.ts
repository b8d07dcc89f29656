import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));

/** Compiles `index.ts` of a folder with all it imports to JavaScript and declarations. @throws where it does not compile */
export async function compile(folder: string, outDir: string): Promise<void> {
  const compilerOptions = {
    ...{ strict: true, declaration: true, target: "es2024", types: [], rootDir: ".", outDir },
    ...{ module: "esnext", moduleResolution: "bundler", lib: ["es2024", "dom", "dom.iterable"] },
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  await promisify(execFile)(process.execPath, [compiler, "-p", folder]);
}
