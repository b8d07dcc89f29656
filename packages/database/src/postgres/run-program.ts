import { execFile } from "node:child_process";
import type { Account } from "./account.ts";

/** How a program ended; `output` is what it wrote, standard error included. */
export interface ProgramResult {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a program to its end, as another user if one is given.
 *
 * It gets neither this process's working directory, which the other user may not enter, nor of its environment more
 * than the search path: `PG…` variables would change what the programs of Postgres do. A program that cannot be
 * started ends with 127.
 */
export function runProgram(file: string, args: readonly string[], account?: Account): Promise<ProgramResult> {
  const options = {
    ...(account && { uid: account.uid, gid: account.gid }),
    cwd: "/",
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
  };
  return new Promise((resolve) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, output: stdout + stderr });
      else if (typeof error.code === "number") resolve({ code: error.code, output: stdout + stderr });
      else resolve({ code: 127, output: error.message });
    });
  });
}
