/** What the script prints before each part of its answer; whatever a login shell prints first comes before it. */
export const MARKER = "--hostscan ";

const SECTIONS = {
  hostname: "hostname || uname -n",
  uname: "uname -sr",
  "kernel-version": "uname -v",
  "os-release": firstOf("/etc/os-release", "/usr/lib/os-release"),
  sw_vers: "sw_vers",
  oslevel: "oslevel -s || oslevel",
  synology: firstOf("/etc.defaults/VERSION"),
  release: firstOf(
    "/etc/cp-release",
    "/etc/redhat-release",
    "/etc/system-release",
    "/etc/SuSE-release",
    "/etc/slackware-version",
    "/etc/gentoo-release",
    "/etc/release",
  ),
  "lsb-release": firstOf("/etc/lsb-release"),
  debian: firstOf("/etc/debian_version"),
} as const;

/** A part of the answer; `end` shows that the answer is whole. */
export type Section = keyof typeof SECTIONS | "end";

/** The line that ends a whole answer. */
export const END = `${MARKER}end`;

/**
 * One line for any login shell (sh, csh, fish): no single quote, `!` or line end inside. It reads only, and
 * what a system lacks stays empty. `hostname` is never given an argument: on Solaris `hostname -f` renames the host.
 */
export const UNIX_SCRIPT = `/bin/sh -c '${[
  "exec 2>/dev/null",
  "PATH=$PATH:/usr/bin:/bin:/usr/sbin:/sbin",
  ...Object.entries(SECTIONS).flatMap(([name, commands]) => ["echo", `echo "${MARKER}${name}"`, commands]),
  `echo; echo "${END}"`,
].join("; ")}'`;

/** Prints the first of the files that there is. A host forks for every command, found or not: one, not one a file. */
function firstOf(...files: readonly string[]): string {
  return `for f in ${files.join(" ")}; do if [ -r $f ]; then cat $f; break; fi; done`;
}
