import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The compilers that a user may have, by version. */
export const compilers = ["5.9", "7"] as const;
export type Compiler = (typeof compilers)[number];

const paths: Readonly<Record<Compiler, string>> = {
  "5.9": fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript-5/package.json"))),
  "7": fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json"))),
};

/** Runs a compiler, and gives what it complains of; nothing where all is well. */
export async function compile(compiler: Compiler, ...options: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [paths[compiler], ...options]);
    return stdout;
  } catch (error) {
    const complaints = error instanceof Error && "stdout" in error ? error.stdout : "";
    return String(complaints || error);
  }
}
