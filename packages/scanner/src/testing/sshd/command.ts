import type { CommandLine } from "../daemon/daemon.ts";

/** Lays the account's databases over the machine's, makes the folder that Debian's sshd asks for, becomes sshd. */
const ENTER = `
for file in passwd shadow group; do mount --bind "$1/$file" "/etc/$file"; done
[ -d /run/sshd ] || { mount -t tmpfs tmpfs /run; mkdir -m 755 /run/sshd; }
exec "$0" -D -e -f "$1/sshd_config"
`;

/**
 * How sshd is started. With an account of its own it gets mount and process namespaces of its own: the machine
 * sees none of its files, its sessions end with it, and it ends with the process that started it.
 */
export function sshdCommand(sshd: string, folder: string, ownAccount: boolean): CommandLine {
  if (!ownAccount) return { program: sshd, args: ["-D", "-e", "-f", `${folder}/sshd_config`] };
  const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"];
  return {
    program: "setpriv",
    args: ["--pdeathsig", "KILL", ...namespaces, "sh", "-euc", ENTER, sshd, folder],
  };
}
