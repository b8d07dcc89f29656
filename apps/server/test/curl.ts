import { expect } from "vitest";
import { startProcess } from "./process.ts";

/** Runs lines of shell with the variables given, and gives what they print; fails where they do. */
export async function shell(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const run = startProcess(["--norc", "-euo", "pipefail", "-c", script], { command: ["bash"], env });
  const { code } = await run.ended;
  expect({ code, err: run.err() }).toEqual({ code: 0, err: "" });
  return run.out();
}
