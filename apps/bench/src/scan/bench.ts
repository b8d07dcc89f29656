import { performance } from "node:perf_hooks";
import { startSshd } from "@hostscan/scanner/testing";
import type { Bench } from "../bench.ts";
import { startEngine } from "../engine/engine-process.ts";
import { spread } from "../statistics.ts";
import { scanByOpenSsh } from "./by-openssh.ts";
import { runJob } from "./run-job.ts";

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
