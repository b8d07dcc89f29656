import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { publicPackages } from "./public-packages.mjs";

/** The files that a package's tarball would hold. */
function packed(folder) {
  const listing = execFileSync("pnpm", ["pack", "--dry-run", "--json"], { cwd: folder, encoding: "utf8" });
  return JSON.parse(listing).files.map(({ path }) => path);
}

/** The source that the compiler makes a file of `dist` from. */
const sourceOf = (file) =>
  file.replace(/^dist\/(cjs\/)?/, "src/").replace(/(\.d\.ts|\.c?js|\.js\.map)$/, ".ts");

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

it("what consumers install has one version, and all else is private", () => {
  const versions = new Set(Object.values(publicPackages).map((folder) => manifestOf(folder).version));
  expect([...versions]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  const names = ["cli", "client", "contract", "contract-tests", "mock"];
  expect(Object.keys(publicPackages).sort()).toEqual(names.map((name) => `@hostscan/${name}`));
});

describe.each(Object.entries(publicPackages))("the tarball of %s", (_name, folder) => {
  const files = packed(folder);

  it("says what it is, under which licence, and where it is from", () => {
    expect(files).toEqual(expect.arrayContaining(["README.md", "LICENSE"]));
    const { license, repository } = manifestOf(folder);
    expect([license, folder.endsWith(repository.directory)]).toEqual(["Apache-2.0", true]);
    // It would be another one soon.
    expect(readFileSync(join(folder, "README.md"), "utf8")).not.toMatch(/\d\.tgz/);
  });

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
    cwd: folder,
    encoding: "utf8",
  });
  execFileSync("tar", ["-xzf", join(to, basename(JSON.parse(listing).filename)), "-C", to]);
  return join(to, "package");
}

describe.each(["@hostscan/cli", "@hostscan/mock"])("the packed %s", (name) => {
  it("runs where nothing else of the repository is", () => {
    const folder = installed(publicPackages[name]);
    const manifest = manifestOf(folder);
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
