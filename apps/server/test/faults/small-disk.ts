import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk that can be filled to its last byte. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all space that is left. */
  fill(): Promise<void>;
  /** Gives that space back. */
  empty(): Promise<void>;
  /** Lets nothing be written any more. */
  makeReadOnly(): void;
  remove(): void;
}

const CHUNK = Buffer.alloc(64 * 1024);

/** Mounts a disk of so many MiB in memory, into which everybody may pass. */
export function mountSmallDisk(mib: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), "hostscan-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${mib}m,mode=711`, "tmpfs", path]);
  const ballast = join(path, "ballast");
  return {
    path,
    async fill() {
      const file = await open(ballast, "a");
      try {
        for (;;) await file.write(CHUNK);
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      } finally {
        await file.close();
      }
    },
    empty: () => rm(ballast),
    makeReadOnly: () => void execFileSync("mount", ["-o", "remount,ro", path]),
    remove() {
      execFileSync("umount", ["--lazy", path]);
      rmdirSync(path);
    },
  };
}

/** Why no disk can be mounted here; undefined where one can. */
function unavailable(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "a disk of its own needs root on Linux";
  const probe = ["--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"];
  if (spawnSync("unshare", probe).status !== 0) return "nothing may be mounted here (CAP_SYS_ADMIN)";
  return undefined;
}

/**
 * How a suite is declared that mounts disks: skipped by name where it cannot run.
 *
 * @throws Error on CI (`CI` is set), with the reason, so that it does not fade away unseen.
 */
export function smallDiskGate(reason = unavailable(), ci = Boolean(process.env["CI"])) {
  if (reason !== undefined && ci) throw new Error(`This suite needs a small disk: ${reason}.`);
  return {
    skip: reason !== undefined,
    title: (name: string) => (reason === undefined ? name : `${name} [SKIPPED: ${reason}]`),
  };
}
