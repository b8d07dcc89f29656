// Installs what the tests need from the system, where it may: root on Debian, through apt-get.
// In CI a missing piece is an error; elsewhere the suites that need it are skipped by name.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Debian package, the file that shows it is there, and what it would start with the machine. */
const NEEDED = [
  { package: "openssh-server", file: "/usr/sbin/sshd", services: ["ssh"] },
  { package: "openssh-client", file: "/usr/bin/ssh-keygen" },
  { package: "dropbear-bin", file: "/usr/sbin/dropbear" },
  { package: "putty-tools", file: "/usr/bin/puttygen" },
  { package: "curl", file: "/usr/bin/curl" },
  { package: "openssl", file: "/usr/bin/openssl" },
  { package: "xrdp", file: "/usr/sbin/xrdp", services: ["xrdp", "xrdp-sesman"] },
  { package: "chromium", file: "/usr/bin/chromium" },
  { package: "fish", file: "/usr/bin/fish" },
  // How a login becomes the super user, and the shell and tools of small Linuxes.
  { package: "sudo", file: "/usr/bin/sudo" },
  { package: "doas", file: "/usr/bin/doas" },
  { package: "busybox-static", file: "/bin/busybox" },
  { package: "postgresql-15", file: "/usr/lib/postgresql/15/bin/pg_dump", services: ["postgresql"] },
  { package: "nginx", file: "/usr/sbin/nginx", services: ["nginx"] },
  { package: "haproxy", file: "/usr/sbin/haproxy", services: ["haproxy"] },
  { package: "pgbouncer", file: "/usr/sbin/pgbouncer", services: ["pgbouncer"] },
  { package: "python3-gssapi", file: "/usr/lib/python3/dist-packages/gssapi/__init__.py" },
  { package: "python3-cryptography", file: "/usr/lib/python3/dist-packages/cryptography/__init__.py" },
  { package: "gss-ntlmssp", file: "/etc/gss/mech.d/mech.ntlmssp.conf" },
  { package: "libgssapi-krb5-2", file: "/usr/share/doc/libgssapi-krb5-2/copyright" },
  { package: "apache2-bin", file: "/usr/sbin/apache2" },
  { package: "libapache2-mod-auth-gssapi", file: "/usr/lib/apache2/modules/mod_auth_gssapi.so" },
  { package: "prometheus", file: "/usr/bin/promtool", services: ["prometheus"] },
  // A domain controller: samba-tool makes it, from the templates of samba-ad-provision, with the modules for its database.
  { package: "samba", file: "/usr/sbin/samba", services: ["samba-ad-dc", "smbd", "nmbd"] },
  { package: "samba-ad-provision", file: "/usr/share/samba/setup/provision.ldif" },
  { package: "samba-dsdb-modules", file: "/usr/share/doc/samba-dsdb-modules/copyright" },
  { package: "samba-vfs-modules", file: "/usr/share/doc/samba-vfs-modules/copyright" },
  { package: "winbind", file: "/usr/sbin/winbindd", services: ["winbind"] },
  { package: "ldb-tools", file: "/usr/bin/ldbmodify" },
  { package: "krb5-user", file: "/usr/bin/kinit" },
  { package: "libnss-wrapper", file: "/usr/share/doc/libnss-wrapper/copyright" },
];

/**
 * What is there while packages are installed, and no longer: only their files are wanted. The first forbids to start
 * services (policy-rc.d(8)), unless the machine has rules of its own; the other to make a database cluster.
 */
const MEANWHILE = [
  { file: "/usr/sbin/policy-rc.d", content: "#!/bin/sh\nexit 101\n", mode: 0o755 },
  {
    file: "/etc/postgresql-common/createcluster.d/only-files.conf",
    content: "create_main_cluster = off\n",
    mode: 0o644,
  },
];

const run = (command, ...args) =>
  spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });

function install(wanted, root) {
  const made = [];
  try {
    for (const { file, content, mode } of MEANWHILE) {
      const path = join(root, file);
      if (existsSync(path)) continue;
      mkdirSync(dirname(path), { recursive: true });
      made.push(path);
      writeFileSync(path, content, { mode });
    }
    run("apt-get", "update", "-qq");
    run(
      "apt-get",
      "install",
      "-y",
      "-qq",
      "--no-install-recommends",
      // A machine that breaks down meanwhile is set up anew: nothing has to be on its disk at once.
      "-o",
      "Dpkg::Options::=--force-unsafe-io",
      ...wanted.map((piece) => piece.package),
    );
  } finally {
    for (const path of made) rmSync(path, { force: true });
  }
  // Nor are they to begin with the machine's next start.
  const services = wanted.flatMap((piece) => piece.services ?? []);
  if (services.length > 0) run("systemctl", "disable", "--quiet", ...services);
}

/**
 * Makes the system ready for the tests.
 * @param {string} root where the system's files are
 * @returns {string[]} the packages that are still missing
 */
export function setUpSystem(root = "/") {
  const missing = () => NEEDED.filter(({ file }) => !existsSync(join(root, file)));
  const wanted = missing();
  const mayInstall = process.getuid?.() === 0 && existsSync(join(root, "etc/debian_version"));
  if (wanted.length > 0 && mayInstall) install(wanted, root);
  return missing().map((piece) => piece.package);
}
