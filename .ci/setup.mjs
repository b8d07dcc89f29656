// Installs what the tests need from the system, where it may: root on Debian, through apt-get.
// In CI a missing piece is an error; elsewhere the suites that need it are skipped by name.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian package and the file that shows it is there. */
const NEEDED = [
  { package: "openssh-server", file: "/usr/sbin/sshd" },
  { package: "openssh-client", file: "/usr/bin/ssh-keygen" },
  { package: "dropbear-bin", file: "/usr/sbin/dropbear" },
  { package: "putty-tools", file: "/usr/bin/puttygen" },
  { package: "curl", file: "/usr/bin/curl" },
  { package: "openssl", file: "/usr/bin/openssl" },
  { package: "xrdp", file: "/usr/sbin/xrdp" },
  { package: "chromium", file: "/usr/bin/chromium" },
  { package: "postgresql-15", file: "/usr/lib/postgresql/15/bin/pg_dump" },
];

const missing = () => NEEDED.filter(({ file }) => !existsSync(file));
const run = (...args) =>
  spawnSync("apt-get", args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });

/**
 * Makes the system ready for the tests.
 * @returns {string[]} the packages that are still missing
 */
export function setUpSystem() {
  const wanted = missing().map((piece) => piece.package);
  const mayInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (wanted.length > 0 && mayInstall) {
    run("update", "-qq");
    // Only the files are wanted: no service is to be started on this machine.
    run("install", "-y", "-qq", "--no-install-recommends", ...wanted);
  }
  return missing().map((piece) => piece.package);
}
