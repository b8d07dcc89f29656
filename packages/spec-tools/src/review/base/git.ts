import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a git command prints, without its last line feed; undefined where it fails or prints nothing. */
export async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  const { stdout } = await run("git", args, { cwd: folder }).catch(() => ({ stdout: "" }));
  return stdout.trimEnd() || undefined;
}
