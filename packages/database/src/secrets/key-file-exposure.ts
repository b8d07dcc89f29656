import type { Stats } from "node:fs";

/** Who else than this process and its group has a key, and whether it must not be used for that. */
export interface KeyFileExposure {
  readonly isRefused: boolean;
  /** Says so, and what mends it. */
  readonly text: string;
}

/**
 * Judges the file of a key that an operator names; undefined where it is kept well. A group may read it, as Debian's
 * `ssl-cert` and groups of containers do. What anybody could put another key into, or read, is refused; but where root has
 * opened a file to readers, as Docker and Kubernetes do with secrets that they mount into a container, that is told alone.
 * On Windows modes tell nothing.
 */
export function keyFileExposure(
  path: string,
  { uid, mode }: Pick<Stats, "uid" | "mode">,
): KeyFileExposure | undefined {
  if (process.platform === "win32" || (mode & 0o027) === 0) return undefined;
  const mend = `chmod o-rwx,g-w ${path}`;
  const by = (mode & 0o007) === 0 ? "its group" : "every user of this machine";
  if ((mode & 0o022) !== 0)
    return { isRefused: true, text: `the key in ${path} can be changed by ${by}: ${mend}` };
  const text = `the key in ${path} can be read by ${by}`;
  if (uid !== 0) return { isRefused: true, text: `${text}: ${mend}` };
  return { isRefused: false, text: `${text}: ${mend}, or mount it with mode 0400` };
}
