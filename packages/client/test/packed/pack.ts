import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compile } from "./compile.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** What can be packed, each after what it depends on; with the packages of others that it imports at run time. */
const packages = {
  contract: ["zod"],
  client: ["openapi-fetch", "zod", "@tanstack/react-query", "react", "msw"],
  "contract-tests": ["ajv", "ajv-formats", "commander"],
} as const;
type Name = keyof typeof packages;

/** Packages as the registry would have them, and a project that has installed them. */
export interface Packed extends AsyncDisposable {
  /** Absolute paths of the tarballs. */
  readonly tarballs: Readonly<Record<Name, string>>;
  /** Absolute path of a file of the project. */
  path(file: string): string;
}

/**
 * Builds packages from scratch, packs them with pnpm, and unpacks them into a project's `node_modules`.
 *
 * @param names each after what it depends on; the client and the contract where absent
 */
export async function pack(names: readonly Name[] = ["contract", "client"]): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-packed-"));
  const dispose = () => rm(folder, { recursive: true });
  try {
    for (const file of ["tsconfig.base.json", "pnpm-workspace.yaml"])
      await cp(join(root, file), join(folder, file));
    await writeFile(join(folder, "package.json"), '{ "private": true }');
    for (const name of names) await build(folder, name);
    const project = join(folder, "project");
    const tarballs = { contract: "", client: "", "contract-tests": "" };
    for (const name of names) {
      tarballs[name] = await packOne(folder, name);
      await unpack(tarballs[name], join(project, "node_modules/@hostscan", name));
      for (const other of packages[name]) {
        const link = join(project, "node_modules", other);
        await mkdir(dirname(link), { recursive: true });
        if (!existsSync(link)) await symlink(join(root, "packages", name, "node_modules", other), link);
      }
    }
    await writeFile(join(project, "package.json"), '{ "private": true, "type": "module" }');
    return { tarballs, path: (file) => join(project, file), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function build(folder: string, name: Name): Promise<void> {
  const from = join(root, "packages", name);
  const to = join(folder, "packages", name);
  await cp(from, to, { recursive: true, filter: (file) => !/\/(node_modules|dist|\.turbo)$/.test(file) });
  if (name === "contract") await symlink(join(from, "node_modules"), join(to, "node_modules"));
  else await linkDependencies(folder, from, to);
  const typeRoots = join(root, "node_modules/@types");
  for (const config of ["tsconfig.build.json", "tsconfig.cjs.json"]) {
    if (!existsSync(join(to, config))) continue;
    const complaints = await compile("7", "-p", join(to, config), "--typeRoots", typeRoots);
    if (complaints) throw new Error(complaints);
  }
  if (name === "client") await writeFile(join(to, "dist/cjs/package.json"), '{ "type": "commonjs" }');
  // To pack, pnpm wants to see all that the manifest names.
  await rm(join(to, "node_modules"), { recursive: true });
  await symlink(join(from, "node_modules"), join(to, "node_modules"));
}

/** Gives a package what it imports: of ours, what was built here before. */
async function linkDependencies(folder: string, from: string, to: string): Promise<void> {
  await mkdir(join(to, "node_modules/@hostscan"), { recursive: true });
  for (const name of await readdir(join(folder, "packages"))) {
    const built = join(folder, "packages", name);
    if (built !== to) await symlink(built, join(to, "node_modules/@hostscan", name));
  }
  for (const other of await readdir(join(from, "node_modules"))) {
    if (other.startsWith(".") || other === "@hostscan") continue;
    await symlink(join(from, "node_modules", other), join(to, "node_modules", other));
  }
}

async function packOne(folder: string, name: Name): Promise<string> {
  const cwd = join(folder, "packages", name);
  await run("pnpm", ["pack", "--pack-destination", cwd], { cwd });
  const tarball = (await readdir(cwd)).find((file) => file.endsWith(".tgz"));
  if (tarball === undefined) throw new Error(`pnpm packed no ${name}`);
  return join(cwd, tarball);
}

async function unpack(tarball: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", to]);
}
