import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url).pathname;
const published = globSync("{packages,apps}/*/package.json", { cwd: root })
  .filter((file) => !JSON.parse(readFileSync(`${root}/${file}`, "utf8")).private)
  .map(dirname)
  .sort();

/** The files that a package's tarball would hold. */
function packed(folder) {
  const listing = execFileSync("pnpm", ["pack", "--dry-run", "--json"], {
    cwd: `${root}/${folder}`,
    encoding: "utf8",
  });
  return JSON.parse(listing).files.map(({ path }) => path);
}

/** The source that the compiler makes a file of `dist` from. */
const sourceOf = (file) => file.replace(/^dist\//, "src/").replace(/(\.d\.ts|\.c?js|\.js\.map)$/, ".ts");

describe.each(published)("the tarball of %s", (folder) => {
  const files = packed(folder);

  it("holds its sources, and no tests", () => {
    expect(files.filter((file) => file.startsWith("src/")).length).toBeGreaterThan(0);
    expect(files.filter((file) => /\.test(-d)?\./.test(file))).toEqual([]);
  });

  it("holds nothing built whose source is gone", () => {
    const built = files.filter((file) => file.startsWith("dist/"));
    const stale = built.filter((file) => !files.includes(sourceOf(file)));
    // A build deletes them, but what is taken from turbo's cache is laid over what is there.
    expect(stale, "pnpm build --force removes them").toEqual([]);
  });
});
