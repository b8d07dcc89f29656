import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The machine's curl, which from now on writes down its arguments: everybody on the machine can see those. */
export interface RecordedCurl {
  /** For the environment of a shell. */
  readonly path: string;
  /** All arguments of all calls since then, a line each. */
  arguments(): Promise<string>;
}

export async function recordCurl(folder: string): Promise<RecordedCurl> {
  const curl = execFileSync("sh", ["-c", "command -v curl"], { encoding: "utf8" }).trim();
  const record = join(folder, "arguments");
  const recorder = join(folder, "bin/curl");
  await mkdir(dirname(recorder), { recursive: true });
  await rm(record, { force: true });
  await writeFile(recorder, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${record}'\nexec '${curl}' "$@"\n`);
  await chmod(recorder, 0o700);
  return {
    path: `${dirname(recorder)}:${process.env["PATH"]}`,
    arguments: () => readFile(record, "utf8"),
  };
}
