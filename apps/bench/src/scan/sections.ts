import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { SECTION_NAMES, scanHost } from "@hostscan/scanner";
import { type Sshd, sectionsScript, startSshd } from "@hostscan/scanner/testing";
import type { Bench } from "../bench.ts";
import { spread } from "../statistics.ts";
import { OPENSSH_OPTIONS } from "./openssh.ts";

const HOSTS = 50;
/** Hosts at once, for both. */
const AT_ONCE = 50;
const END = /^e{32} end$/gm;
const MARKER = "e".repeat(32);
/** What a worker may take with as many hosts at once, in MB. */
const MOST_MEMORY = 500;

interface Sample {
  readonly ours: number;
  readonly theirs: number;
  /** Of our process, in milliseconds a host. */
  readonly cpu: number;
  /** In MB. */
  readonly memory: number;
  /** What a host has sent, in KB. */
  readonly bytes: number;
}

/** Reads every section of the hosts by the scanner. @throws Error unless every host tells them */
async function scanAll(sshd: Sshd, hosts: readonly string[]): Promise<void> {
  const left = [...hosts];
  const trust = { onMismatch: "error", acceptFirstDiscovery: true, trusted: {} } as const;
  const credential = { username: sshd.username, privateKey: sshd.keys.plain.privateKey };
  const one = async () => {
    for (let ipAddress = left.pop(); ipAddress !== undefined; ipAddress = left.pop()) {
      const target = { ipAddress, port: sshd.port, platform: "linux", trust } as const;
      const options = { sections: SECTION_NAMES };
      const outcome = await scanHost(target, credential, new AbortController().signal, options);
      if (!outcome.ok) throw new Error(outcome.failure.message);
      if (outcome.inventory?.software?.state !== "collected")
        throw new Error("a host did not tell its software");
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Has `ssh` under `xargs -P` run the same script. @throws Error unless every answer is whole */
async function readByOpenSsh(sshd: Sshd, hosts: readonly string[], folder: string): Promise<number> {
  const key = join(folder, "key");
  const script = join(folder, "script");
  await writeFile(key, sshd.keys.plain.privateKey, { mode: 0o600 });
  await writeFile(script, sectionsScript(MARKER));
  const ssh = ["ssh", "-F", "none", "-i", key, "-p", String(sshd.port), "-l", sshd.username];
  const options = OPENSSH_OPTIONS.map((option) => `-o ${option}`);
  const command = `${ssh.join(" ")} ${options.join(" ")} {} /bin/sh <${script}`;
  const xargs = spawn("xargs", ["-P", String(AT_ONCE), "-I", "{}", "sh", "-c", command], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let bytes = 0;
  let ends = 0;
  let tail = "";
  xargs.stdout.setEncoding("latin1").on("data", (text: string) => {
    bytes += text.length;
    const looked = tail + text;
    ends += looked.match(END)?.length ?? 0;
    tail = looked.slice(looked.lastIndexOf("\n") + 1);
  });
  xargs.stdin.end(hosts.join("\n"));
  await once(xargs, "close");
  if (ends < hosts.length) throw new Error(`only ${ends} of ${hosts.length} answers of ssh are whole`);
  return bytes / hosts.length / 1_000;
}

/**
 * Measures the reading of all sections of 50 hosts at once on a real OpenSSH server, against OpenSSH's own `ssh`
 * that runs the same script under `xargs -P`: there nobody looks at what comes, and the facts are not asked for.
 */
export const benchSections: Bench = async ({ rounds }) => {
  await using sshd = await startSshd({ everyLoopbackAddress: true });
  const folder = await mkdtemp(join(tmpdir(), "hostscan-bench-"));
  const hosts = Array.from({ length: HOSTS }, (_, index) => `127.0.1.${index + 1}`);
  const samples: Sample[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await scanAll(sshd, hosts);
    const [middle, { user, system }] = [performance.now(), process.cpuUsage(before)];
    const memory = process.memoryUsage.rss() / 1_000_000;
    const bytes = await readByOpenSsh(sshd, hosts, folder);
    const perSecond = (ms: number) => (HOSTS * 1_000) / ms;
    const ours = perSecond(middle - start);
    const theirs = perSecond(performance.now() - middle);
    if (round >= 0) samples.push({ ours, theirs, cpu: (user + system) / 1_000 / HOSTS, memory, bytes });
  }
  await rm(folder, { recursive: true });
  const of = (value: (sample: Sample) => number) => spread(samples.map(value));
  return {
    title: `Sections: all of ${HOSTS} hosts on a real sshd, ${AT_ONCE} at once, ${rounds} rounds`,
    rows: [
      {
        name: "hostscan",
        measured: {
          "hosts/s": of(({ ours }) => ours),
          "CPU ms/host": of(({ cpu }) => cpu),
          "memory MB": of(({ memory }) => memory),
        },
      },
      {
        name: "ssh, xargs -P",
        measured: { "hosts/s": of(({ theirs }) => theirs), "KB/host": of(({ bytes }) => bytes) },
      },
    ],
    ratios: [
      {
        name: "hostscan ÷ ssh, hosts/s",
        ratio: of(({ ours, theirs }) => ours / theirs),
        target: { atLeast: 1 },
      },
      {
        name: `memory ÷ ${MOST_MEMORY} MB`,
        ratio: of(({ memory }) => memory / MOST_MEMORY),
        target: { atMost: 1 },
      },
    ],
  };
};
