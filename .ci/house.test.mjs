import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, posix } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url).pathname;
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "");
const code = tracked.filter((file) => /\.(ts|tsx|js|mjs)$/.test(file) && !file.includes("/fixtures/"));
const text = (file) => readFileSync(`${root}/${file}`, "utf8");
const lines = (file) => text(file).split("\n").length - 1;
const isTest = (file) => /\.test(-d)?\.(ts|mjs)$|\/test\//.test(file);

/** The files that a file imports by a path: all, or only those that it cannot do without. */
const importsOf = (file, form = /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g) =>
  [...text(file).matchAll(form)].map(([, path]) => posix.join(dirname(file), path ?? ""));

/** Which folders beside each other import from each other, one way: `packages/engine/src/jobs` → `…/src/hosts`. */
function foldersImported(files) {
  const graph = new Map();
  for (const file of files) {
    for (const imported of importsOf(file)) {
      const [from, to] = [file.split("/").slice(0, -1), imported.split("/").slice(0, -1)];
      const at = from.findIndex((folder, index) => folder !== to[index]);
      // Files of the folder above put together what the folders have, or are what the folders share.
      if (at < 0 || at >= to.length) continue;
      const [one, other] = [from, to].map((path) => path.slice(0, at + 1).join("/"));
      graph.set(one, (graph.get(one) ?? new Set()).add(other));
    }
  }
  return graph;
}

/** Everything that is reached from a node by one step or more. */
function reached(graph, node, seen = new Set()) {
  for (const next of graph.get(node) ?? []) {
    if (!seen.has(next)) reached(graph, next, seen.add(next));
  }
  return seen;
}

// Written in two halves, so that this file does not name what it looks for.
const FORBIDDEN = [
  ["biome", "-ignore"],
  ["@ts", "-ignore"],
  ["@ts", "-nocheck"],
  ["v8 ", "ignore"],
  ["istanbul ", "ignore"],
  ["knip", "-ignore"],
].map((halves) => halves.join(""));

describe("rules of the house", () => {
  it("keeps every source file within 300 lines", () => {
    expect(code.filter((file) => lines(file) > 300)).toEqual([]);
  });

  it("keeps the median of the source files within 80 lines", () => {
    const sizes = code
      .filter((file) => !file.includes(".test"))
      .map(lines)
      .sort((a, b) => a - b);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(80);
  });

  it("has no cycle between the folders of a package", () => {
    const graph = foldersImported(
      code.filter((file) => /^(packages|apps)\/[^/]+\/src\//.test(file) && !isTest(file)),
    );
    expect(graph.size).toBeGreaterThan(50);
    expect([...graph.keys()].filter((folder) => reached(graph, folder).has(folder))).toEqual([]);
  });

  it("finds a cycle where there is one", () => {
    const graph = new Map([
      ["a", new Set(["b"])],
      ["b", new Set(["c"])],
      ["c", new Set(["b"])],
    ]);
    expect([...graph.keys()].filter((folder) => reached(graph, folder).has(folder))).toEqual(["b", "c"]);
  });

  it("has no file of a few lines that stands for one other alone", () => {
    const importers = new Map();
    for (const file of code) {
      for (const imported of importsOf(file, /\bfrom\s*"(\.[^"]+)"/g))
        importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
    const alone = (file) => {
      const used = (importers.get(file) ?? []).filter((each) => each !== file.replace(/\.ts$/, ".test.ts"));
      // An `index.ts` hands on to other packages; a migration is dated; what nobody imports is run or loaded by its name.
      const isRun = basename(file) === "main.ts";
      const [one, ...others] = used;
      if (one === undefined || others.length > 0 || isTest(one)) return false;
      return basename(one) !== "index.ts" && !isRun && !file.includes("/migrations/");
    };
    const small = code.filter(
      (file) => /^(packages|apps)\/[^/]+\/src\//.test(file) && !isTest(file) && lines(file) < 20,
    );
    expect(small.length).toBeGreaterThan(10);
    expect(small.filter(alone)).toEqual([]);
  });

  it("has no suppression of a check", () => {
    const suppressed = code.flatMap((file) =>
      FORBIDDEN.filter((word) => text(file).includes(word)).map((word) => `${file}: ${word}`),
    );
    expect(suppressed).toEqual([]);
  });

  it("expects a type error in type tests only", () => {
    const word = ["@ts", "-expect-error"].join("");
    expect(code.filter((file) => !file.endsWith(".test-d.ts") && text(file).includes(word))).toEqual([]);
  });

  it("writes answers that escape the types of the contract in one file of the server", () => {
    const raw = /\bnew Response\(|\.body\((?!\))|\.newResponse\(|\bResponse\.(json|redirect|error)\(/;
    const server = code.filter((file) => /^packages\/server\/src\/(?!testing\/)/.test(file));
    const escaping = server.filter((file) => !/\.test(-d)?\.ts$/.test(file) && raw.test(text(file)));
    expect(escaping).toEqual(["packages/server/src/answer.ts"]);
  });

  it("has no test that is left out or stands alone", () => {
    const word = /\.(only|skip|todo)\(/;
    expect(code.filter((file) => file.includes(".test") && word.test(text(file)))).toEqual([]);
  });

  it("commits nothing that is derived", () => {
    expect(tracked.filter((file) => /(^|\/)(generated|dist|coverage)\//.test(file))).toEqual([]);
  });

  it("pins every dependency in the catalog", () => {
    const manifests = tracked.filter((file) => file.endsWith("package.json") && !file.includes("fixtures"));
    const loose = manifests.flatMap((file) => {
      const manifest = JSON.parse(text(file));
      const wanted = {
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
      };
      return Object.entries(wanted)
        .filter(([, version]) => !/^(catalog:|workspace:)/.test(version))
        .map(([name]) => `${file}: ${name}`);
    });
    expect(loose).toEqual([]);
    const catalog = text("pnpm-workspace.yaml").split("\ncatalog:")[1] ?? "";
    const floating = [...catalog.matchAll(/^ {2,4}("?[@\w./-]+"?): (.+)$/gm)].filter(
      ([, , version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+/.test(version ?? ""),
    );
    expect(floating.map(([line]) => line)).toEqual([]);
  });

  it("runs apart only test files that are there", () => {
    const apart = text("vitest.config.ts").match(/"[\w/.-]+\.test\.ts"/g) ?? [];
    expect(apart.length).toBeGreaterThan(0);
    expect(apart.filter((name) => !existsSync(`${root}/${JSON.parse(name)}`))).toEqual([]);
  });

  it("says of every dependency why it is there", () => {
    const table = text("ARCHITECTURE.md").split("\n## Dependencies")[1] ?? "";
    const catalog =
      text("pnpm-workspace.yaml")
        .split("\ncatalog:")[1]
        ?.split(/\n[a-z]/)[0] ?? "";
    const names = [...catalog.matchAll(/^ {2}"?([@\w./-]+)"?:/gm)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(20);
    // Types and the binaries of one platform come with what they belong to.
    const told = names.filter((name) => !/^@types\/|-x64|-arm64|linux-64/.test(name));
    expect(told.filter((name) => !table.includes(name.replace(/^@(biomejs|vitest)\//, "")))).toEqual([]);
  });

  it("promises nothing whose test is not there", () => {
    for (const page of ["SECURITY.md", "docs/promises.md"]) {
      const rows = text(page)
        .split("\n")
        .filter((line) => /\.test(-d)?\.(ts|mjs)`/.test(line));
      expect(rows.length).toBeGreaterThan(20);
      const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? ""));
      expect(named.filter((file) => file.includes("/") && !existsSync(`${root}/${file}`))).toEqual([]);
    }
  });
});
