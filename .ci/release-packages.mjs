// Releases what consumers install: the client, the contract, the conformance kit, the command line and the mock.
// Versions follow from the changes that `pnpm change` has recorded. usage: node .ci/release-packages.mjs [--dry]
//   --dry  says which versions would come, and packs and checks everything, but changes and publishes nothing
//   (none) raises the versions, and packs tarballs into release/, from where they are installed or published
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const names = ["client", "contract", "contract-tests", "cli", "mock"].map((name) => `@hostscan/${name}`);
const filters = names.flatMap((name) => ["--filter", name]);
const root = new URL("..", import.meta.url).pathname;
const dry = process.argv.includes("--dry");
const pnpm = (...args) => execFileSync("pnpm", args, { cwd: root, stdio: "inherit" });

pnpm("exec", "turbo", "run", "build", ...filters, "--output-logs=errors-only");
if (dry) pnpm("change", "status");
else pnpm("version", "-r");
const folder = dry ? mkdtempSync(join(tmpdir(), "release-")) : join(root, "release");
mkdirSync(folder, { recursive: true });
try {
  pnpm("-r", ...filters, "pack", "--pack-destination", folder);
  if (dry) pnpm("-r", ...filters, "publish", "--dry-run", "--no-git-checks");
  else process.stdout.write(`To install: npm install ${folder}/<package>.tgz\n`);
} finally {
  if (dry) rmSync(folder, { recursive: true });
}
