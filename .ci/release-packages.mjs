// Packs what consumers install: the client, the contract, the conformance kit, the command line and the mock, at the
// versions that they have. CONTRIBUTING.md tells how these are raised. usage: node .ci/release-packages.mjs [--dry]
//   --dry  says which versions would come next, and packs and checks everything, but leaves nothing behind
//   (none) packs tarballs into release/, from where they are installed or published
import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicPackages } from "./public-packages.mjs";

const filters = Object.keys(publicPackages).flatMap((name) => ["--filter", name]);
const root = new URL("..", import.meta.url).pathname;
const dry = process.argv.includes("--dry");
const pnpm = (...args) => execFileSync("pnpm", args, { cwd: root, stdio: "inherit" });

pnpm("exec", "turbo", "run", "build", ...filters, "--output-logs=errors-only");
if (dry) pnpm("change", "status");
const folder = dry ? mkdtempSync(join(tmpdir(), "release-")) : join(root, "release");
mkdirSync(folder, { recursive: true });
try {
  // An older one would be installed by whoever names it by a pattern.
  const files = Object.keys(publicPackages).map((name) => `${name.slice(1).replace("/", "-")}-[0-9]*.tgz`);
  for (const old of globSync(files, { cwd: folder })) rmSync(join(folder, old));
  pnpm("-r", ...filters, "pack", "--pack-destination", folder);
  if (dry) pnpm("-r", ...filters, "publish", "--dry-run", "--no-git-checks");
  else process.stdout.write(`To install: npm install ${folder}/<package>.tgz\n`);
} finally {
  if (dry) rmSync(folder, { recursive: true });
}
