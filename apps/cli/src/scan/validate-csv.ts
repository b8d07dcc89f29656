import type { HostScanClient, ValidatedHostScanJobRequest } from "@hostscan/client";
import { inPieces } from "./batch.ts";
import { judgedRows } from "./csv-file.ts";
import type { BadRow, HostRow } from "./csv-rows.ts";
import type { CsvSource } from "./csv-source.ts";
import { type HostDefaults, withDefaults } from "./defaults.ts";
import { atPlace } from "./place.ts";

/** Rows that were judged, in their order. */
export interface Verdict {
  readonly rows: number;
  readonly bad: readonly BadRow[];
}

/** Judges the rows of a CSV file, first by themselves and then by the server, some thousands at a time. */
export async function* validateCsv(
  client: HostScanClient,
  csv: CsvSource,
  defaults: HostDefaults,
): AsyncGenerator<Verdict, void, undefined> {
  for await (const rows of inPieces(judgedRows(csv))) {
    const good = rows.filter((row): row is HostRow => "request" in row);
    const bad = rows.filter((row): row is BadRow => "reason" in row);
    // The server wants one row at least.
    const answers =
      good.length > 0
        ? await client.validateImportedCsv(good.map(({ request }) => withDefaults(request, defaults)))
        : [];
    const places = good.map(({ line }) => `line ${line}`);
    for (const [index, { line }] of good.entries()) {
      for (const reason of reasonsOf(answers[index])) bad.push({ line, reason: atPlace(reason, { places }) });
    }
    yield { rows: rows.length, bad: bad.toSorted((a, b) => a.line - b.line) };
  }
}

function reasonsOf(answer: ValidatedHostScanJobRequest | undefined): string[] {
  const { dnsHostNameError, ipAddressError, platformNameError, credentialNameError } = answer ?? {};
  const errors = [
    ["DNS Host Name", dnsHostNameError],
    ["IP Address", ipAddressError],
    ["Platform", platformNameError],
    ["Credential", credentialNameError],
  ];
  return errors.flatMap(([column, error]) => (error ? [`${column}: ${error}`] : []));
}
