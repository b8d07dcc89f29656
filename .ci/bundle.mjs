// Bundles an app of this repository into one file, so that it is installed without what it is made of, and starts fast.
// usage, in the app's folder: node ../../.ci/bundle.mjs src/main.ts dist/main.cjs [package that stays outside…]
import { appendFileSync, existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

const [entry, outfile, ...external] = process.argv.slice(2);
const commonJs = outfile.endsWith(".cjs");

const result = await build({
  entryPoints: [entry],
  outfile,
  external,
  bundle: true,
  platform: "node",
  target: "node22",
  conditions: ["@hostscan/source"],
  // What an error's stack tells is worth the bytes.
  minifySyntax: true,
  minifyWhitespace: true,
  format: commonJs ? "cjs" : "esm",
  // Of a CommonJS module, node: modules are loaded when they are needed, and not before the first line.
  ...(commonJs
    ? {
        define: { "import.meta.url": "bundledFrom" },
        banner: { js: 'const bundledFrom = require("node:url").pathToFileURL(__filename).href;' },
      }
    : {
        banner: {
          js: 'import { createRequire as requireHere } from "node:module"; const require = requireHere(import.meta.url);',
        },
      }),
  legalComments: "none",
  metafile: true,
  write: true,
  logLevel: "warning",
});

/** The package that a file is of. */
function packageOf(file) {
  let folder = dirname(file);
  while (
    !existsSync(join(folder, "package.json")) ||
    !JSON.parse(readFileSync(join(folder, "package.json"))).name
  ) {
    folder = dirname(folder);
  }
  return folder;
}

const folders = new Set(Object.keys(result.metafile.inputs).map((file) => packageOf(resolve(file))));
const foreign = [...folders].filter((folder) => folder.includes("node_modules")).sort();
const notices = foreign.map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json")));
  const [file] = globSync("{LICENSE,LICENCE,license,licence}*", { cwd: folder });
  const text = file === undefined ? `License: ${license}` : readFileSync(join(folder, file), "utf8").trim();
  return `${name} ${version}\n\n${text}`;
});
if (notices.length > 0) {
  const text = notices.join("\n\n---\n\n").replaceAll("*/", "* /");
  appendFileSync(outfile, `/*\nThis file holds these packages besides:\n\n${text}\n*/\n`);
}
