import { stat } from "node:fs/promises";
import { CommandFailure } from "../cli/failure.ts";
import { BATCH_SIZE, type Batch, inPieces } from "./batch.ts";
import { type HostRow, readRows } from "./csv-rows.ts";
import { type HostDefaults, withDefaults } from "./defaults.ts";

/** Bad rows that are named; the rest is counted. */
const NAMED = 100;

/**
 * Reads a whole CSV file, so that nothing is sent of one that has a bad row, and keeps none of it but the hosts' names.
 *
 * @returns how many hosts it has
 * @throws {CommandFailure} that names the bad rows by line and reason, or where the file cannot be read (twice).
 */
export async function checkCsv(path: string): Promise<number> {
  await refuseUnlessFile(path);
  const lineOf = new Map<string, number>();
  const named: string[] = [];
  let bad = 0;
  const refuse = (line: number, reason: string) => {
    bad += 1;
    if (named.length < NAMED) named.push(`line ${line}: ${reason}`);
  };
  for await (const row of readRows(path)) {
    if ("reason" in row) refuse(row.line, row.reason);
    else {
      const host = identity(row);
      const earlier = lineOf.get(host);
      if (earlier === undefined) lineOf.set(host, row.line);
      else refuse(row.line, `names the same host as line ${earlier}`);
    }
  }
  if (bad === 0 && lineOf.size === 0) refuse(1, "there is no row below the header");
  if (bad === 0) return lineOf.size;
  if (bad > named.length) named.push(`and ${bad - named.length} more`);
  throw new CommandFailure(
    "BadInput",
    `${path} has ${bad} bad ${bad === 1 ? "row" : "rows"}; nothing was sent`,
    named,
  );
}

/** The hosts of a CSV file that {@link checkCsv} has found good, in batches. It is read as they are taken. */
export async function* csvBatches(
  path: string,
  defaults: HostDefaults,
): AsyncGenerator<Batch, void, undefined> {
  for await (const rows of inPieces(goodRows(path), BATCH_SIZE)) {
    yield {
      places: rows.map(({ line }) => `line ${line}`),
      schedule: async (client, options) => [
        await client.createJob(
          rows.map(({ request }) => withDefaults(request, defaults)),
          options,
        ),
      ],
    };
  }
}

async function* goodRows(path: string): AsyncGenerator<HostRow, void, undefined> {
  for await (const row of readRows(path)) {
    if ("reason" in row) {
      const changed = `${path} was changed while it was read`;
      throw new CommandFailure("BadInput", changed, [`line ${row.line}: ${row.reason}`]);
    }
    yield row;
  }
}

async function refuseUnlessFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: Error) => {
    throw new CommandFailure("NotFound", error.message);
  });
  if (!found.isFile())
    throw new CommandFailure("BadInput", `${path} is no file; it is read twice, so it must be one`);
}

/** What the server takes for the same host, as far as it can be told without it. */
function identity({ request: { dnsHostName, ipAddress } }: HostRow): string {
  return dnsHostName ? dnsHostName.toLowerCase().replace(/\.$/, "") : (ipAddress ?? "");
}
