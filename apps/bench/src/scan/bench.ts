import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Sshd, startSshd } from "@hostscan/scanner/testing";
import type { Bench } from "../bench.ts";
import { startEngine } from "../engine/engine-process.ts";
import { spread } from "../statistics.ts";
import { OPENSSH_OPTIONS } from "./openssh.ts";
import { runJob } from "./run-job.ts";

/** What an administrator's script would ask a host for. */
const COMMAND = "cat /etc/os-release; uname -sr; hostname";

/** Scans the hosts by OpenSSH's `ssh` under `xargs -P`. @throws Error unless every host answers */
async function scanByOpenSsh(sshd: Sshd, hosts: readonly string[], atOnce: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-bench-"));
  try {
    const key = join(folder, "key");
    await writeFile(key, sshd.keys.plain.privateKey, { mode: 0o600 });
    const ssh = ["ssh", "-F", "none", "-i", key, "-p", String(sshd.port), "-l", sshd.username];
    const command = [...ssh, ...OPENSSH_OPTIONS.flatMap((option) => ["-o", option]), "{}", COMMAND];
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

const HOSTS = 200;
/** Scans at once, for both. */
const AT_ONCE = 50;

/**
 * Measures scans of 200 hosts on a real OpenSSH server: through the whole service, from the client's call to the job's
 * last result, against OpenSSH's own `ssh` under `xargs -P`.
 */
export const benchScan: Bench = async ({ rounds }) => {
  await using engine = await startEngine(10, { concurrency: AT_ONCE });
  await using sshd = await startSshd({ everyLoopbackAddress: true });
  const { username, keys } = sshd;
  const added = await engine.credentials.add({
    name: "bench",
    username,
    privateKey: keys.plain.privateKey,
    scope: ["127.0.0.0/8"],
  });
  if (!added.ok) throw new Error(added.rejection.detail);
  const hosts = Array.from({ length: HOSTS }, (_, index) => `127.0.1.${index + 1}`);
  const ours = () =>
    runJob(
      engine,
      hosts.map((ipAddress) => ({ ipAddress, sshPort: sshd.port, credentialName: "bench" })),
    );
  const theirs = () => scanByOpenSsh(sshd, hosts, AT_ONCE);
  const samples: { readonly ours: number; readonly theirs: number }[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const sample = { ours: HOSTS / (await ours()), theirs: HOSTS / (await secondsOf(theirs)) };
    if (round >= 0) samples.push(sample);
  }
  return {
    title: `Scanning: ${HOSTS} hosts on a real sshd, ${AT_ONCE} at once, ${rounds} rounds`,
    rows: [
      { name: "hostscan", measured: { "hosts/s": spread(samples.map((sample) => sample.ours)) } },
      { name: "ssh, xargs -P", measured: { "hosts/s": spread(samples.map((sample) => sample.theirs)) } },
    ],
    ratios: [
      {
        name: "hostscan ÷ ssh, hosts/s",
        ratio: spread(samples.map((sample) => sample.ours / sample.theirs)),
        target: { atLeast: 1 },
      },
    ],
  };
};

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}
