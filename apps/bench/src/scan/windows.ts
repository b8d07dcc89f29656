import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { createScan, openKerberos, type ScanCredential, type WindowsLogins } from "@hostscan/scanner";
import { type Acceptor, type Samba, startAcceptor, startSamba } from "@hostscan/scanner/testing";
import type { Bench, Ratio, Row } from "../bench.ts";
import { spread } from "../statistics.ts";

const LOGINS = 200;
/** At once, for both. */
const AT_ONCE = 50;

interface Sample {
  readonly perSecond: number;
  /** Seconds of a processor, for all logins, the programs that are started for them among them. */
  readonly cpu: number;
}

/** What was used by this process and those that it has waited for. In a hundredth of a second (proc(5)). */
async function cpuSeconds(): Promise<number> {
  const stat = await readFile("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / 100;
}

async function measured(work: () => Promise<void>): Promise<Sample> {
  const [cpu, start] = [await cpuSeconds(), performance.now()];
  await work();
  return { perSecond: (LOGINS * 1000) / (performance.now() - start), cpu: (await cpuSeconds()) - cpu };
}

/** Each work of these, so many at once. */
async function atOnce(work: () => Promise<void>): Promise<void> {
  let left = LOGINS;
  const one = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Scans by the scanner itself: a login, and what is asked after it. @throws Error unless every one is let in */
function scans(
  winrm: number,
  dnsHostName: string,
  credential: ScanCredential,
  windows: WindowsLogins,
): Promise<void> {
  const scan = createScan(windows);
  const trust = { onMismatch: "error", acceptFirstDiscovery: true, trusted: {} } as const;
  const host = { ipAddress: "127.0.0.1", dnsHostName, port: 1, platform: "windows" } as const;
  return atOnce(async () => {
    const target = { ...host, ports: { rdp: 1, winrmTls: 1, winrm }, trust };
    const outcome = await scan(target, credential, new AbortController().signal);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    if (outcome.warnings.length > 0) throw new Error(outcome.warnings.join(" "));
  });
}

/** Logs in by `curl --negotiate` under `xargs -P`, which asks nothing more. @throws Error unless every one is let in */
async function logInsByCurl(url: string, more: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const curl = ["curl", "-sS", "--negotiate", "-u", ":", "-d", "", "-o", "/dev/null"];
  const args = ["-P", String(AT_ONCE), "-I", "{}", ...curl, "-w", "%{http_code}\n", ...more, url];
  const xargs = spawn("xargs", args, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
  let answers = "";
  xargs.stdout.setEncoding("utf8").on("data", (text: string) => {
    answers += text;
  });
  xargs.stdin.end(Array.from({ length: LOGINS }, (_, index) => index).join("\n"));
  await once(xargs, "close");
  const letIn = answers.match(/^200$/gm)?.length ?? 0;
  if (letIn !== LOGINS) throw new Error(`only ${letIn} of ${LOGINS} logins by curl were let in`);
}

/** One contestant's rounds as a row. */
const row = (name: string, samples: readonly Sample[]): Row => ({
  name,
  measured: {
    "logins/s": spread(samples.map(({ perSecond }) => perSecond)),
    "CPU s": spread(samples.map(({ cpu }) => cpu)),
  },
});

interface Round {
  readonly ours: Sample;
  readonly curl: Sample;
}

const ratios = (name: string, rounds: readonly Round[]): readonly Ratio[] => [
  {
    name: `hostscan ÷ curl, ${name}, logins/s`,
    ratio: spread(rounds.map(({ ours, curl }) => ours.perSecond / curl.perSecond)),
    target: { atLeast: 1 },
  },
  {
    name: `hostscan ÷ curl, ${name}, CPU`,
    ratio: spread(rounds.map(({ ours, curl }) => ours.cpu / curl.cpu)),
  },
];

/** Of a member of a domain: by Kerberos without TLS, sealed. Curl has its ticket from the start. */
async function byKerberos(acceptor: Acceptor, samba: Samba, rounds: number): Promise<readonly Round[]> {
  const { dnsHostName } = samba.member;
  const winrm = acceptor.ports[0] ?? 0;
  const { name, password } = samba.accounts.scan;
  const credential = { username: `${name}@${samba.domain.realm}`, password };
  const cache = `${samba.krb5Config}.cache`;
  const env = { KRB5_CONFIG: samba.krb5Config, KRB5CCNAME: `FILE:${cache}` };
  const kinit = spawn("kinit", ["-k", "-t", samba.keytabs.scan, `${name}@${samba.domain.realm}`], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(kinit, "close");
  if (code !== 0) throw new Error("kinit got no ticket");
  const ours = async () => {
    // Anew each time: what it takes to start is a part of it.
    const kerberos = openKerberos({ configuration: samba.krb5Config });
    await scans(winrm, dnsHostName, credential, { kerberos });
    await kerberos.close();
  };
  const url = `http://${dnsHostName}:${winrm}/wsman`;
  const curl = () => logInsByCurl(url, ["--resolve", `${dnsHostName}:${winrm}:127.0.0.1`], env);
  return inTurn(ours, curl, rounds);
}

const PASSWORD = "Sc4n-Passw0rd!";

/** Of an account of the host itself: by NTLM. Without TLS, too: this curl ties no login to a certificate. */
async function byNtlm(acceptor: Acceptor, rounds: number): Promise<readonly Round[]> {
  const winrm = acceptor.ports[0] ?? 0;
  const credential = { username: "scan", password: PASSWORD };
  const ours = () => scans(winrm, "localhost", credential, { ntlmWithoutTls: true });
  // It takes its account from this file, and no ticket from anywhere.
  const env = { NTLM_USER_FILE: acceptor.userFile, KRB5CCNAME: "MEMORY:none", KRB5_CONFIG: "/dev/null" };
  const url = `http://localhost:${winrm}/wsman`;
  const curl = () => logInsByCurl(url, ["--resolve", `localhost:${winrm}:127.0.0.1`], env);
  return inTurn(ours, curl, rounds);
}

/** The first round warms up. */
async function inTurn(
  ours: () => Promise<void>,
  curl: () => Promise<void>,
  rounds: number,
): Promise<readonly Round[]> {
  const measuredRounds: Round[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const one = { ours: await measured(ours), curl: await measured(curl) };
    if (round >= 0) measuredRounds.push(one);
  }
  return measuredRounds;
}

/**
 * Measures logins to a host whose HTTP is a fixture's and whose security is MIT's and gss-ntlmssp's: by whole scans
 * (four requests more, sealed) against `curl --negotiate` under `xargs -P`, which logs in alone.
 */
export const benchWindows: Bench = async ({ rounds }) => {
  await using samba = await startSamba();
  await using acceptor = await startAcceptor({
    ports: [{ quiet: true }],
    users: [`:scan:${PASSWORD}`],
    kerberos: { configuration: samba.krb5Config, keytab: samba.keytabs.member },
  });
  const kerberos = await byKerberos(acceptor, samba, rounds);
  const ntlm = await byNtlm(acceptor, rounds);
  return {
    title: `Windows: ${LOGINS} logins at one host, ${AT_ONCE} at once, ${rounds} rounds`,
    rows: [
      row(
        "hostscan, Kerberos",
        kerberos.map(({ ours }) => ours),
      ),
      row(
        "curl, Kerberos",
        kerberos.map(({ curl }) => curl),
      ),
      row(
        "hostscan, NTLM",
        ntlm.map(({ ours }) => ours),
      ),
      row(
        "curl, NTLM",
        ntlm.map(({ curl }) => curl),
      ),
    ],
    ratios: [...ratios("Kerberos", kerberos), ...ratios("NTLM", ntlm)],
  };
};
