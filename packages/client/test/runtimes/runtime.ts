import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Report } from "../scenario.ts";

/** A JavaScript runtime that the client is to work on. */
export interface Runtime {
  readonly name: string;
  /** How it names itself: proof that it was not another one. */
  readonly userAgent: RegExp;
  /** Its executable, or `undefined` where this machine has none. */
  readonly executable: string | undefined;
  /** Runs the scenario there, against the server at an address. */
  readonly run: (executable: string, baseUrl: string) => Promise<Report>;
}

const require = createRequire(import.meta.url);

/**
 * An executable out of a package of the registry, or `undefined` where there is none: the packages are those for Linux
 * on x64, and not all of them know that.
 */
export function executableOf(
  packageName: string,
  path: string,
  machine = `${process.platform}-${process.arch}`,
): string | undefined {
  if (machine !== "linux-x64") return undefined;
  try {
    const file = join(dirname(require.resolve(`${packageName}/package.json`)), path);
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** How a suite that needs a runtime is declared: `describe.skipIf(gate.skip)(gate.title, …)`. */
export interface RuntimeGate {
  readonly skip: boolean;
  /** The suite's name, with the reason where it is skipped. */
  readonly title: string;
}

/**
 * Skips by name where this machine lacks a runtime; on CI (`CI` is set) that is a failure.
 *
 * @throws Error on CI, with the reason
 */
export function runtimeGate(
  { name, executable }: Pick<Runtime, "name" | "executable">,
  ci: boolean = Boolean(process.env["CI"]),
): RuntimeGate {
  if (executable !== undefined) return { skip: false, title: name };
  const reason = `${name} is not installed on this machine`;
  if (ci) throw new Error(`This suite cannot run: ${reason}.`);
  return { skip: true, title: `${name} [SKIPPED: ${reason}]` };
}

/** What a runtime reported, as JSON. */
export function reportOf(json: string): Report {
  return JSON.parse(json);
}
