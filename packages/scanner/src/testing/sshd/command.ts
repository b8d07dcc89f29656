import type { CommandLine } from "../daemon/daemon.ts";

/**
 * Lays a copy of `/etc` with the account's databases over the machine's, makes the folder that Debian's sshd asks for.
 *
 * Of `/etc` all is copied: a single file that is laid over gets lost as soon as the machine replaces its own, as adduser
 * and apt-get do. They may also take files away while they are copied.
 */
const ENTER = `
mount -t tmpfs -o mode=755 tmpfs /mnt
cp -a /etc/. /mnt 2>/dev/null || true
for file in passwd shadow group; do rm -f "/mnt/$file"; cp -p "$1/$file" "/mnt/$file"; done
[ ! -d "$1/etc" ] || cp -rp "$1/etc/." /mnt
mount --bind /mnt /etc
[ -d /run/sshd ] || { mount -t tmpfs tmpfs /run; mkdir -m 755 /run/sshd; }
`;
const BECOME_SSHD = 'exec "$0" -D -e -f "$1/sshd_config"';

/**
 * How sshd is started. With an account of its own it gets mount and process namespaces of its own: the machine
 * sees none of its files, its sessions end with it, and it ends with the process that started it.
 */
export function sshdCommand(sshd: string, folder: string, ownAccount: boolean): CommandLine {
  if (!ownAccount) return { program: sshd, args: ["-D", "-e", "-f", `${folder}/sshd_config`] };
  return inNamespaces(BECOME_SSHD, sshd, folder);
}

/** How a program is started with the accounts of a folder: a shell's command, which has the rest as `$0`, `$1` and on. */
export function inNamespaces(become: string, ...rest: readonly string[]): CommandLine {
  const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"];
  return {
    program: "setpriv",
    args: ["--pdeathsig", "KILL", ...namespaces, "sh", "-euc", `${ENTER}${become}`, ...rest],
  };
}
