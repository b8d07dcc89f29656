import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

const LINES = 5;

/** The last lines of the log file that was written last; before it logs by weekday the server writes to another. */
export async function newestLogLines(log: string): Promise<string> {
  const paths = (await readdir(log)).map((name) => join(log, name));
  const files = await Promise.all(paths.map(async (path) => ({ path, at: (await stat(path)).mtimeMs })));
  const newest = files.toSorted((a, b) => b.at - a.at)[0];
  const text = newest ? await readFile(newest.path, "utf8") : "";
  return text.trimEnd().split("\n").slice(-LINES).join("\n");
}
