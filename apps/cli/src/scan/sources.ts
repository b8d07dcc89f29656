import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { listed } from "../cli/plain-text.ts";
import { type Batch, inPieces } from "./batch.ts";
import { checkCsv, csvBatches } from "./csv-file.ts";
import { type CsvSource, csvSource } from "./csv-source.ts";
import { type HostDefaults, withDefaults } from "./defaults.ts";
import { readHostList } from "./host-list.ts";
import { hostOf } from "./host-name.ts";

/** The ways to say which hosts are to be scanned; exactly one of them is used. */
export interface SourceFlags extends HostDefaults {
  /** Names and addresses, `-` for those on standard input, or one CSV file. */
  readonly hosts: readonly string[];
  readonly csv?: string;
  readonly hostId?: readonly string[];
  readonly ou?: readonly string[];
}

/** What is a file, and no host: there is no such domain. */
const CSV_FILE = /\.(csv|tsv)$|[/\\]/i;

/** What is an address of a web page, and neither a file nor a host. */
const WEB = /^[a-z][a-z\d+.-]*:\/\//i;

const isFile = (word: string) => CSV_FILE.test(word) && !WEB.test(word);

/** A host as it is told: one that is empty as well. */
const shown = (host: string) => (host.trim() === "" ? '""' : host);

/**
 * The hosts that a command line names, in batches. Whatever can be known to be wrong with them is found before the first
 * batch.
 *
 * @throws {CommandFailure} that tells all of it.
 */
export async function batchesOf(
  flags: SourceFlags,
  io: Pick<Io, "stdin" | "stderr">,
): Promise<AsyncIterable<Batch>> {
  const { csv, hostId, ou, credentialId } = flags;
  const files = flags.hosts.filter(isFile);
  const hosts = flags.hosts.filter((host) => !isFile(host));
  const named = [
    hosts.length > 0,
    csv !== undefined,
    files.length > 0,
    hostId !== undefined,
    ou !== undefined,
  ];
  if (named.filter(Boolean).length !== 1) {
    throw new CommandFailure("BadInput", "name hosts, or else give one of --csv, --host-id and --ou");
  }
  if (files.length > 1) throw new CommandFailure("BadInput", `one CSV file at a time, not ${listed(files)}`);
  const [path = csv] = files;
  if (path !== undefined) return checkedBatches(await csvSource(path, io), flags);
  if (hostId !== undefined) return knownHosts(hostId);
  if (ou === undefined) return namedHosts(hosts, flags, io);
  if (credentialId === undefined) throw new CommandFailure("BadInput", "--ou needs a --credential-id");
  return organizationalUnit(ou, credentialId);
}

/** Batches of hosts that are known by their ids; what is wrong with one is told by its label, if it has any. */
export function knownHosts(
  ids: readonly string[],
  labels: ReadonlyMap<string, string> = new Map(),
): AsyncIterable<Batch> {
  return batches(ids, (piece, client, options) => client.scanHosts(piece, options), labels);
}

async function checkedBatches(csv: CsvSource, defaults: HostDefaults): Promise<AsyncIterable<Batch>> {
  await checkCsv(csv);
  return csvBatches(csv, defaults);
}

async function namedHosts(
  words: readonly string[],
  defaults: HostDefaults,
  io: Pick<Io, "stdin" | "stderr">,
): Promise<AsyncIterable<Batch>> {
  const piped = words.includes("-") ? await readHostList(io) : [];
  if ("open" in piped) {
    if (words.length === 1) return checkedBatches(piped, defaults);
    throw new CommandFailure("BadInput", "a CSV file came on standard input: name no other hosts beside it");
  }
  const hosts = [...words.filter((word) => word !== "-"), ...piped];
  const wrong = hosts.filter((host) => hostOf(host) === undefined);
  if (wrong.length > 0) {
    throw new CommandFailure("BadInput", `neither a DNS name nor an address: ${listed(wrong.map(shown))}`);
  }
  return batches(hosts, async (piece, client, options) => [
    await client.createJob(
      piece.map((host) => withDefaults(hostOf(host) ?? {}, defaults)),
      options,
    ),
  ]);
}

/** Batches of the hosts of an organizational unit. */
export function organizationalUnit(names: readonly string[], credentialId: string): AsyncIterable<Batch> {
  return batches(names, async (piece, client, options) => [
    await client.scanOu(credentialId, piece, options),
  ]);
}

type Send = (
  piece: readonly string[],
  ...rest: Parameters<Batch["schedule"]>
) => ReturnType<Batch["schedule"]>;

async function* batches(
  hosts: readonly string[],
  send: Send,
  labels: ReadonlyMap<string, string> = new Map(),
): AsyncGenerator<Batch, void, undefined> {
  for await (const piece of inPieces(hosts)) {
    const places = piece.map((host) => labels.get(host) ?? shown(host));
    yield { places, schedule: (client, options) => send(piece, client, options) };
  }
}
