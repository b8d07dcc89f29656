import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What it takes a compiler to check a program. */
export interface CheckCost {
  /** How often it filled in a generic type. */
  readonly instantiations: number;
  /** Milliseconds of checking, all but reading and parsing. */
  readonly checkMs: number;
}

/** TypeScript 5.9: the one that most users have, and whose figures do not depend on the count of processors. */
const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));

/** Has a program checked as a user's is, against the packages' built declarations. */
export async function checkCost(program: string): Promise<CheckCost> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-bench-types-"));
  try {
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, target: "es2024", types: [] },
      ...{ module: "nodenext", lib: ["es2024", "dom", "dom.iterable"] },
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [program] }));
    const options = [compiler, "-p", folder, "--extendedDiagnostics"];
    const { stdout } = await promisify(execFile)(process.execPath, options);
    const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
    return { instantiations: figure("Instantiations"), checkMs: figure("Check time") * 1_000 };
  } finally {
    await rm(folder, { recursive: true });
  }
}
