import { CommandFailure } from "../cli/failure.ts";
import { BATCH_SIZE, type Batch, inPieces } from "./batch.ts";
import { columnOf } from "./csv-header.ts";
import { type BadRow, type HostRow, readRows } from "./csv-rows.ts";
import type { CsvSource } from "./csv-source.ts";
import { type HostDefaults, withDefaults } from "./defaults.ts";

/** Bad rows that are named; the rest is counted. */
const NAMED = 100;

/** The rows of a CSV file, of which those that name the same host as an earlier one are bad. Keeps the hosts' names. */
export async function* judgedRows(csv: CsvSource): AsyncGenerator<HostRow | BadRow, void, undefined> {
  const lineOf = new Map<string, number>();
  for await (const row of readRows(csv)) {
    const host = "reason" in row ? undefined : identity(row);
    const earlier = host === undefined ? undefined : lineOf.get(host);
    if (host !== undefined && earlier === undefined) lineOf.set(host, row.line);
    yield earlier === undefined ? row : { line: row.line, reason: `names the same host as line ${earlier}` };
  }
}

/**
 * Reads a whole CSV file, so that nothing is sent of one that has a bad row.
 *
 * @throws {CommandFailure} that names the bad rows by line and reason, or where the file cannot be read (twice).
 */
export async function checkCsv(csv: CsvSource): Promise<void> {
  const named: string[] = [];
  let [good, bad] = [0, 0];
  const refuse = ({ line, reason }: BadRow) => {
    bad += 1;
    if (named.length < NAMED) named.push(`line ${line}: ${reason}`);
  };
  for await (const row of judgedRows(csv)) {
    if ("reason" in row) refuse(row);
    else good += 1;
  }
  if (good + bad === 0) refuse({ line: 1, reason: "there is no row below the header" });
  if (bad === 0) return;
  if (bad > named.length) named.push(`and ${bad - named.length} more`);
  throw new CommandFailure(
    "BadInput",
    `${csv.name} has ${bad} bad ${bad === 1 ? "row" : "rows"}; nothing was sent`,
    named,
  );
}

/** The hosts of a CSV file that {@link checkCsv} has found good, in batches. It is read as they are taken. */
export async function* csvBatches(
  csv: CsvSource,
  defaults: HostDefaults,
): AsyncGenerator<Batch, void, undefined> {
  for await (const rows of inPieces(goodRows(csv), BATCH_SIZE)) {
    yield {
      places: rows.map(({ line }) => `line ${line}`),
      columnOf,
      schedule: async (client, options) => [
        await client.createJob(
          rows.map(({ request }) => withDefaults(request, defaults)),
          options,
        ),
      ],
    };
  }
}

async function* goodRows(csv: CsvSource): AsyncGenerator<HostRow, void, undefined> {
  for await (const row of readRows(csv)) {
    if ("reason" in row) {
      const changed = `${csv.name} was changed while it was read`;
      throw new CommandFailure("BadInput", changed, [`line ${row.line}: ${row.reason}`]);
    }
    yield row;
  }
}

/** What the server takes for the same host, as far as it can be told without it. */
function identity({ request: { dnsHostName, ipAddress } }: HostRow): string {
  return dnsHostName ? dnsHostName.toLowerCase().replace(/\.$/, "") : (ipAddress ?? "");
}
