import { spawnSync } from "node:child_process";
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { assemble } from "../../src/inventory/assemble.ts";
import { BlockReader } from "../../src/inventory/read/blocks.ts";
import { scriptOf } from "../../src/inventory/script/block.ts";
import { blocksOf } from "../../src/inventory/script/sections.ts";
import { type Inventory, SECTION_NAMES } from "../../src/inventory/types.ts";
import { type SuiteGate, suiteGate } from "../../src/testing/gate.ts";
import { CANARY } from "./canary.ts";

const BUSYBOX = "/usr/bin/busybox";
const APPLETS = ["sh", "awk", "dd", "ls", "cat", "grep", "id", "stty"];
export const MARKER = "f".repeat(32);
/** When the trees are read. */
const NOW = new Date("2026-06-01T00:00:00Z");

/** A file by its content, or what else lies there. */
export type TreeFile =
  | string
  | { readonly program: string }
  | { readonly link: string }
  | { readonly secret: string };

/** For suites that lay the files of another system into a root of its own. */
export function treeGate(): SuiteGate {
  const reason =
    process.getuid?.() !== 0
      ? "chroot needs root"
      : existsSync(BUSYBOX)
        ? undefined
        : "no busybox is installed (Debian: busybox-static)";
  return suiteGate("a root of its own", reason);
}

/** Reads what a system has whose files these are, with the script that a scan sends, by busybox's shell and tools. */
export async function readTree(
  files: Readonly<Record<string, TreeFile>>,
  by: "root" | "account" = "root",
): Promise<{ readonly inventory: Inventory; readonly output: string }> {
  const root = mkdtempSync(join(tmpdir(), "hostscan-tree-"));
  try {
    spawnSync("chmod", ["755", root]);
    lay(root, "bin/busybox", { program: "" });
    copyFileSync(BUSYBOX, join(root, "bin/busybox"), constants.COPYFILE_FICLONE);
    for (const applet of APPLETS) lay(root, `bin/${applet}`, { link: "busybox" });
    mkdirSync(join(root, "dev"));
    spawnSync("mknod", ["-m", "666", join(root, "dev/null"), "c", "1", "3"]);
    for (const [path, file] of Object.entries(files)) lay(root, path, file);
    const as = by === "root" ? [] : ["--userspec=1000:1000"];
    const blocks = blocksOf(SECTION_NAMES);
    const input = scriptOf(blocks, MARKER);
    const { stdout } = spawnSync("chroot", [...as, root, "/bin/sh"], { input, maxBuffer: 64 * 1024 * 1024 });
    const reader = new BlockReader(MARKER, blocks);
    reader.push(stdout);
    const inventory = await assemble(reader, SECTION_NAMES, {
      ending: "It ended early.",
      now: NOW,
      told: (said) => said,
      signal: new AbortController().signal,
    });
    return { inventory, output: stdout.toString("latin1") };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function lay(root: string, path: string, file: TreeFile): void {
  const place = join(root, path);
  mkdirSync(dirname(place), { recursive: true });
  if (typeof file === "string") writeFileSync(place, file);
  else if ("program" in file) writeFileSync(place, file.program, { mode: 0o755 });
  else if ("secret" in file) writeFileSync(place, file.secret, { mode: 0o600 });
  else symlinkSync(file.link, place);
}

/** Of an account, group, service and so on: by its name. */
export function named<Entry extends { readonly name: string }>(
  section: { readonly entries: readonly Entry[] } | undefined,
  name: string,
): Entry | undefined {
  return section?.entries.find((entry) => entry.name === name);
}

/** Reads a tree, and sees to it that no hash and no option left it, nor any secret its reader. */
export async function readCanaries(...[files, by]: Parameters<typeof readTree>): Promise<Inventory> {
  const { inventory, output } = await readTree(files, by);
  const told = JSON.stringify(inventory);
  for (const canary of [CANARY.hash, CANARY.option, CANARY.environment]) expect(output).not.toContain(canary);
  for (const canary of Object.values(CANARY)) expect(told).not.toContain(canary);
  return inventory;
}
