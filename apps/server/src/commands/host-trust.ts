import { readFile } from "node:fs/promises";
import {
  findHostCalled,
  type Installation,
  type KnownHosts,
  type NewKey,
  parseKnownHosts,
  reviewJob,
  reviewKnownHosts,
  type TrustRecord,
  type TrustReview,
} from "@hostscan/engine";
import { type Command, Option } from "commander";
import { columns } from "../cli/columns.ts";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { accepted } from "../installation/accepted.ts";
import { systemUser } from "../installation/system-user.ts";
import { administer, type Flags } from "./administer.ts";
import { decoded } from "./secret-source.ts";
import { withAlgorithm } from "./trust-cells.ts";

interface TrustFlags extends Flags {
  readonly protocol?: TrustRecord["protocol"];
  readonly thumbprint?: string;
  readonly job?: string;
  readonly reviewed?: string;
  readonly knownHosts?: string;
  readonly json?: true;
}

type Trusting = Pick<Installation, "db" | "trust">;

const NOTES = `
Of several hosts all are trusted, or none. By --job what its hosts have shown is printed to be looked at, with a code; given
back by --reviewed, that very list is trusted, and nothing where a host has shown something else since. By --known-hosts (of
OpenSSH; names may be hashed) each host is trusted by the key that it has shown and the file has; where it has shown none of
those, it is told, and the exit code is 1. Certificate authorities in it are passed over.

Examples:
  $ hostscan-server host trust web01.corp.example
  $ hostscan-server host trust --job 3f0f…
  $ hostscan-server host trust --job 3f0f… --reviewed 9c1185a5c5e9fc54
  $ hostscan-server host trust --known-hosts /etc/ssh/ssh_known_hosts`;

/** Lines of a file that are told of, at most. */
const MOST_TOLD = 20;

/** Adds `host trust`. */
export function addTrust(host: Command, io: Io): Command {
  return host
    .command("trust")
    .description("trust the keys or certificates that hosts showed; audited")
    .argument("[id-or-name...]", "each by its id, DNS name, address or name")
    .addOption(
      new Option("--protocol <protocol>", "what it is shown by: without, ssh; of a job, each").choices([
        "ssh",
        "winrm",
        "rdp",
        "kerberos",
      ]),
    )
    .option("--thumbprint <thumbprint>", "which of those that the one host showed; else the last")
    .addOption(
      new Option("--job <id>", "what the hosts of a job showed last").conflicts(["thumbprint", "knownHosts"]),
    )
    .option("--reviewed <code>", "trust what was printed with this code")
    .addOption(
      new Option("--known-hosts <file>", "what is in a known_hosts file").conflicts([
        "thumbprint",
        "protocol",
      ]),
    )
    .option("--json", "print it as JSON")
    .addHelpText("after", NOTES)
    .action((called: string[], flags: TrustFlags) => trust(io, called, flags));
}

function trust(io: Io, called: readonly string[], flags: TrustFlags): Promise<void> {
  if (flags.reviewed !== undefined && flags.job === undefined)
    throw new CommandFailure(ExitCode.Usage, "--reviewed needs the --job that was reviewed");
  if (flags.job !== undefined) {
    if (called.length > 0)
      throw new CommandFailure(ExitCode.Usage, "name hosts, or give --job, but not both");
    return trustJob(io, flags.job, flags);
  }
  if (flags.knownHosts !== undefined) return trustKnownHosts(io, flags.knownHosts, called, flags);
  if (called.length === 0)
    throw new CommandFailure(ExitCode.Usage, "name hosts, or give --job or --known-hosts");
  if (called.length > 1 && flags.thumbprint !== undefined)
    throw new CommandFailure(ExitCode.Usage, "--thumbprint is of one host");
  return trustHosts(io, called, flags);
}

async function trustHosts(io: Io, called: readonly string[], flags: TrustFlags): Promise<void> {
  const { protocol = "ssh", thumbprint } = flags;
  const by = systemUser();
  const records = await administer(io, flags, async (installation) => {
    const hosts = await hostsCalled(installation, called);
    const [host, ...others] = hosts;
    if (host === undefined || others.length > 0) return trustLast(installation, { hosts, protocol, by });
    const request = { hostId: host.id, protocol, by, ...(thumbprint !== undefined && { thumbprint }) };
    return [accepted(await installation.trust.accept(request))];
  });
  for (const record of records) await printRecord(io, record, flags);
}

type CalledHost = Pick<NewKey, "identity"> & { readonly id: string };

interface Accepting {
  readonly hosts: readonly CalledHost[];
  readonly protocol: TrustRecord["protocol"];
  readonly by: string;
}

/** Trusts what each of several hosts showed last. */
async function trustLast(
  { trust: store }: Trusting,
  { hosts, protocol, by }: Accepting,
): Promise<TrustRecord[]> {
  const list = async () =>
    (await store.list(hosts.map(({ id }) => id))).filter((record) => record.protocol === protocol);
  const records = await list();
  const keys = hosts.map(({ id: hostId, identity }) => {
    const record = records.find((one) => one.hostId === hostId);
    if (!record?.observedThumbprint)
      throw new CommandFailure(
        ExitCode.Failure,
        `The host ${identity} has shown nothing by ${protocol} yet: scan it first`,
      );
    const { observedThumbprint: thumbprint, observedAlgorithm: algorithm } = record;
    return { hostId, identity, protocol, thumbprint, algorithm };
  });
  accepted(await store.acceptAll(keys, by));
  return list();
}

/** Each of them once. */
async function hostsCalled(
  { db }: Pick<Trusting, "db">,
  called: readonly string[],
): Promise<readonly CalledHost[]> {
  const hosts = new Map<string, CalledHost>();
  for (const name of called) {
    const host = accepted(await findHostCalled(db, name));
    hosts.set(host.id, host);
  }
  return [...hosts.values()];
}

async function printRecord(io: Io, record: TrustRecord, { json }: TrustFlags): Promise<void> {
  const key = withAlgorithm(record.pinnedThumbprint, record.pinnedAlgorithm);
  await (json ? printJson(io, record) : print(io, `trusted by ${record.protocol}: ${key}\n`));
}

async function trustJob(io: Io, jobId: string, flags: TrustFlags): Promise<void> {
  const by = systemUser();
  await administer(io, flags, async (installation) => {
    const review = accepted(await reviewJob(installation, jobId, flags.protocol));
    if (flags.reviewed === undefined) return printReview(io, review, flags);
    if (flags.reviewed !== review.code)
      throw new CommandFailure(
        ExitCode.Failure,
        "what the hosts have shown is not what was reviewed: look at it again, without --reviewed",
      );
    accepted(await installation.trust.acceptAll(review.keys, by));
    return printTrusted(io, review.keys, flags);
  });
}

async function printReview(io: Io, review: TrustReview, { json }: TrustFlags): Promise<void> {
  if (json) return printJson(io, review);
  const { keys, trusted, silent, code } = review;
  const rows = keys.map(({ identity, protocol, thumbprint, algorithm, instead }) => [
    ...[identity, protocol, withAlgorithm(thumbprint, algorithm), instead],
  ]);
  if (keys.length > 0) await print(io, columns(["HOST", "PROTOCOL", "SHOWN", "TRUSTED SO FAR"]).lines(rows));
  if (trusted > 0) io.stderr.write(`note: ${counted(trusted, "key is", "keys are")} trusted already\n`);
  if (silent.length > 0) io.stderr.write(`note: nothing was shown by ${some(silent)}\n`);
  if (keys.length > 0)
    io.stderr.write(`note: nothing is changed yet; to trust what is above: --reviewed ${code}\n`);
}

async function printTrusted(io: Io, keys: readonly NewKey[], { json }: TrustFlags): Promise<void> {
  for (const key of keys) {
    const text = `trusted ${key.identity} by ${key.protocol}: ${withAlgorithm(key.thumbprint, key.algorithm)}\n`;
    await (json ? printJson(io, key) : print(io, text));
  }
}

async function trustKnownHosts(
  io: Io,
  file: string,
  called: readonly string[],
  flags: TrustFlags,
): Promise<void> {
  const { keys: known, authorities } = await readKnownHosts(file);
  if (authorities.length > 0)
    io.stderr.write(
      `note: ${file}: ${counted(authorities.length, "line of a certificate authority is", "lines of certificate authorities are")} passed over\n`,
    );
  const by = systemUser();
  await administer(io, flags, async (installation) => {
    const hosts = called.length > 0 ? await hostsCalled(installation, called) : undefined;
    const hostIds = hosts?.map(({ id }) => id);
    const { keys, trusted, silent, others } = await reviewKnownHosts(installation, known, hostIds);
    accepted(await installation.trust.acceptAll(keys, by));
    await printTrusted(io, keys, flags);
    if (trusted > 0)
      io.stderr.write(
        `note: ${counted(trusted, "host is", "hosts are")} trusted by the file's key already\n`,
      );
    if (silent.length > 0) io.stderr.write(`note: nothing was shown by ${some(silent)}: scan first\n`);
    if (keys.length + trusted + silent.length + others.length === 0)
      io.stderr.write(`note: ${file} names no host that is known here\n`);
    if (others.length === 0) return;
    for (const { identity, thumbprint, revoked } of others.slice(0, MOST_TOLD))
      io.stderr.write(
        revoked
          ? `warning: ${identity} has shown ${thumbprint}, which ${file} revokes\n`
          : `warning: ${identity} has shown ${thumbprint}, and ${file} has other keys of it\n`,
      );
    throw new CommandFailure(
      ExitCode.Failure,
      `${counted(others.length, "host has", "hosts have")} shown another key than ${file} has, and ${others.length === 1 ? "is" : "are"} not trusted by it`,
    );
  });
}

async function readKnownHosts(file: string): Promise<KnownHosts> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new CommandFailure(ExitCode.Failure, `--known-hosts: ${error.message}`);
  });
  const text = decoded(bytes);
  if (text === undefined) throw new CommandFailure(ExitCode.Failure, `--known-hosts: ${file} is no text`);
  const known = parseKnownHosts(text);
  if (known.bad.length > 0)
    throw new CommandFailure(
      ExitCode.Failure,
      known.bad
        .slice(0, MOST_TOLD)
        .map(({ line, reason }) => `${file}:${line} ${reason}`)
        .join("; "),
    );
  return known;
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

function some(identities: readonly string[]): string {
  const more = identities.length - MOST_TOLD;
  const first = identities.slice(0, MOST_TOLD).join(", ");
  return more > 0 ? `${first} and ${more} more` : first;
}
