import { CommandFailure } from "../cli/failure.ts";
import { type Batch, inPieces } from "./batch.ts";
import { checkCsv, csvBatches } from "./csv-file.ts";
import { type HostDefaults, withDefaults } from "./defaults.ts";
import { hostOf } from "./host-name.ts";

/** The ways to say which hosts are to be scanned; exactly one of them is used. */
export interface SourceFlags extends HostDefaults {
  readonly hosts: readonly string[];
  readonly csv?: string;
  readonly hostId?: readonly string[];
  readonly ou?: readonly string[];
}

/**
 * The hosts that a command line names, in batches. Whatever can be known to be wrong with them is found before the first
 * batch.
 *
 * @throws {CommandFailure} that tells all of it.
 */
export async function batchesOf(flags: SourceFlags): Promise<AsyncIterable<Batch>> {
  const { hosts, csv, hostId, ou, credentialId } = flags;
  const named = [hosts.length > 0, csv !== undefined, hostId !== undefined, ou !== undefined];
  if (named.filter(Boolean).length !== 1) {
    throw new CommandFailure("BadInput", "name hosts, or else give one of --csv, --host-id and --ou");
  }
  if (csv !== undefined) {
    await checkCsv(csv);
    return csvBatches(csv, flags);
  }
  if (hostId !== undefined) return knownHosts(hostId);
  if (ou === undefined) return namedHosts(hosts, flags);
  if (credentialId === undefined) throw new CommandFailure("BadInput", "--ou needs a --credential-id");
  return organizationalUnit(ou, credentialId);
}

function namedHosts(hosts: readonly string[], defaults: HostDefaults): AsyncIterable<Batch> {
  const wrong = hosts.filter((host) => hostOf(host) === undefined);
  if (wrong.length > 0) {
    throw new CommandFailure("BadInput", `neither a DNS name nor an address: ${wrong.join(", ")}`);
  }
  return batches(hosts, async (piece, client, options) => [
    await client.createJob(
      piece.map((host) => withDefaults(hostOf(host) ?? {}, defaults)),
      options,
    ),
  ]);
}

function knownHosts(ids: readonly string[]): AsyncIterable<Batch> {
  return batches(ids, (piece, client, options) => client.scanHosts(piece, options));
}

function organizationalUnit(names: readonly string[], credentialId: string): AsyncIterable<Batch> {
  return batches(names, async (piece, client, options) => [
    await client.scanOu(credentialId, piece, options),
  ]);
}

type Send = (
  piece: readonly string[],
  ...rest: Parameters<Batch["schedule"]>
) => ReturnType<Batch["schedule"]>;

async function* batches(hosts: readonly string[], send: Send): AsyncGenerator<Batch, void, undefined> {
  for await (const piece of inPieces(hosts)) {
    yield { places: piece, schedule: (client, options) => send(piece, client, options) };
  }
}
