import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

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
const sourceOf = (file) =>
  file.replace(/^dist\/(cjs\/)?/, "src/").replace(/(\.d\.ts|\.c?js|\.js\.map)$/, ".ts");

describe.each(published)("the tarball of %s", (folder) => {
  const files = packed(folder);

  it("holds its sources, and no tests", () => {
    expect(files.filter((file) => file.startsWith("src/")).length).toBeGreaterThan(0);
    expect(files.filter((file) => /\.test(-d)?\./.test(file))).toEqual([]);
  });

  it("holds nothing built whose source is gone", () => {
    const built = files.filter((file) => file.startsWith("dist/") && !file.endsWith("/package.json"));
    const stale = built.filter((file) => !files.includes(sourceOf(file)));
    // A build deletes them, but what is taken from turbo's cache is laid over what is there.
    expect(stale, "pnpm build --force removes them").toEqual([]);
  });
});

/** What the tarball of an app installs, in a folder outside of the repository. */
function installed(folder) {
  const to = mkdtempSync(join(tmpdir(), "packed-"));
  onTestFinished(() => rmSync(to, { recursive: true, force: true }));
  const listing = execFileSync("pnpm", ["pack", "--json", "--pack-destination", to], {
    cwd: `${root}/${folder}`,
    encoding: "utf8",
  });
  execFileSync("tar", ["-xzf", join(to, basename(JSON.parse(listing).filename)), "-C", to]);
  return join(to, "package");
}

describe.each(["cli", "mock"])("the packed %s", (app) => {
  it("runs where nothing else of the repository is", () => {
    const folder = installed(`apps/${app}`);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => name !== "jq-wasm")).toEqual([]);
    for (const file of Object.values(manifest.bin)) {
      const said = execFileSync(process.execPath, [join(folder, file), "--version"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(said).toBe(`${manifest.version}\n`);
    }
  });
});
