import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sshd } from "@hostscan/scanner/testing";

/** What an administrator's script would ask a host for. */
const COMMAND = "cat /etc/os-release; uname -sr; hostname";

const OPTIONS = [
  "BatchMode=yes",
  "IdentitiesOnly=yes",
  "StrictHostKeyChecking=no",
  "UserKnownHostsFile=/dev/null",
  "GlobalKnownHostsFile=/dev/null",
  // Its default key exchange costs it most of its time; this is the one that ssh2 agrees on.
  "KexAlgorithms=curve25519-sha256",
  "LogLevel=ERROR",
];

/** Scans the hosts by OpenSSH's `ssh` under `xargs -P`. @throws Error unless every host answers */
export async function scanByOpenSsh(sshd: Sshd, hosts: readonly string[], atOnce: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-bench-"));
  try {
    const key = join(folder, "key");
    await writeFile(key, sshd.keys.plain.privateKey, { mode: 0o600 });
    const ssh = ["ssh", "-F", "none", "-i", key, "-p", String(sshd.port), "-l", sshd.username];
    const command = [...ssh, ...OPTIONS.flatMap((option) => ["-o", option]), "{}", COMMAND];
    const xargs = spawn("xargs", ["-P", String(atOnce), "-I", "{}", ...command], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    let answers = "";
    xargs.stdout.setEncoding("utf8").on("data", (text: string) => {
      answers += text;
    });
    xargs.stdin.end(hosts.join("\n"));
    await once(xargs, "close");
    const answered = answers.match(/^ID=/gm)?.length ?? 0;
    if (answered !== hosts.length) throw new Error(`only ${answered} of ${hosts.length} hosts answered ssh`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
