import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compile } from "./compile.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../..", import.meta.url));
const names = ["contract", "client"] as const;

/** The client and the contract as the registry would have them, and a project that has installed them. */
export interface Packed extends AsyncDisposable {
  /** Absolute paths of the tarballs. */
  readonly tarballs: Readonly<Record<(typeof names)[number], string>>;
  /** Absolute path of a file of the project. */
  path(file: string): string;
}

/** Builds both packages from scratch, packs them with pnpm, and unpacks them into a project's `node_modules`. */
export async function pack(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-packed-"));
  const dispose = () => rm(folder, { recursive: true });
  try {
    for (const file of ["tsconfig.base.json", "pnpm-workspace.yaml"])
      await cp(join(root, file), join(folder, file));
    await writeFile(join(folder, "package.json"), '{ "private": true }');
    for (const name of names) await build(folder, name);
    const project = join(folder, "project");
    const tarballs = { contract: "", client: "" };
    for (const name of names) {
      tarballs[name] = await packOne(folder, name);
      await unpack(tarballs[name], join(project, "node_modules/@hostscan", name));
    }
    // What the contract itself depends on.
    await symlink(join(root, "packages/contract/node_modules/zod"), join(project, "node_modules/zod"));
    await writeFile(join(project, "package.json"), '{ "private": true, "type": "module" }');
    return { tarballs, path: (file) => join(project, file), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function build(folder: string, name: string): Promise<void> {
  const from = join(root, "packages", name);
  const to = join(folder, "packages", name);
  await cp(from, to, { recursive: true, filter: (file) => !/\/(node_modules|dist|\.turbo)$/.test(file) });
  if (name === "contract") await symlink(join(from, "node_modules"), join(to, "node_modules"));
  else {
    await mkdir(join(to, "node_modules/@hostscan"), { recursive: true });
    await symlink(join(folder, "packages/contract"), join(to, "node_modules/@hostscan/contract"));
  }
  const typeRoots = join(root, "node_modules/@types");
  const complaints = await compile("7", "-p", join(to, "tsconfig.build.json"), "--typeRoots", typeRoots);
  if (complaints) throw new Error(complaints);
  // To pack, pnpm wants to see all that the manifest names.
  await rm(join(to, "node_modules"), { recursive: true });
  await symlink(join(from, "node_modules"), join(to, "node_modules"));
}

async function packOne(folder: string, name: string): Promise<string> {
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
