import { Readable } from "node:stream";
import type { HostScanJobRequest } from "@hostscan/client";
import { CsvError, type Info, parse } from "csv-parse";
import { type CsvMember, readHeader } from "./csv-header.ts";
import type { CsvSource } from "./csv-source.ts";
import { openCsv } from "./csv-text.ts";
import { isAddress, isDnsName } from "./host-name.ts";

/** A row that tells a host. */
export interface HostRow {
  readonly line: number;
  readonly request: HostScanJobRequest;
}

/** A row that does not. */
export interface BadRow {
  readonly line: number;
  readonly reason: string;
}

interface Record {
  readonly record: string[];
  readonly info: Info;
}

/** A first line that tells Excel the separator. */
const HINT = /^sep=/i;

/**
 * The rows of a CSV file in the product's columns, one after the other. Order and letter case of the columns do not
 * matter; a byte order mark, CRLF, quotes, blanks around a cell and empty lines do no harm. What is wrong with the
 * whole file is told of a line as well, and ends it.
 */
export async function* readRows(csv: CsvSource): AsyncGenerator<HostRow | BadRow, void, undefined> {
  const { separator, pieces } = await openCsv(csv);
  const parser = parse({
    bom: true,
    delimiter: separator,
    info: true,
    record_delimiter: "\n",
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });
  const source = Readable.from(pieces);
  // A stream's error does not go through its pipes.
  source.once("error", (error) => parser.destroy(error));
  const records: AsyncIterable<Record> = source.pipe(parser);
  let line = 0;
  let members: readonly CsvMember[] | undefined;
  try {
    for await (const { record, info } of records) {
      // A row is named by the line that it begins in, however many its cells have.
      line = info.lines - record.join("").split("\n").length + 1;
      if (members !== undefined) {
        if (record.some((cell) => cell.trim() !== "")) yield readRow(line, record, members);
        continue;
      }
      if (line === 1 && HINT.test(record[0] ?? "")) continue;
      const header = readHeader(record);
      if ("reason" in header) {
        yield { line, reason: header.reason };
        return;
      }
      members = header.members;
    }
    if (members === undefined) yield { line: 1, reason: "the file is empty" };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield { line: typeof error["lines"] === "number" ? error["lines"] : line + 1, reason: error.message };
  } finally {
    source.destroy();
  }
}

/** A spreadsheet leaves out the last separators of a row whose last cells are empty, or writes more than there are. */
function readRow(line: number, record: readonly string[], members: readonly CsvMember[]): HostRow | BadRow {
  const cells = record.map((cell) => cell.trim());
  const filled = cells.findLastIndex((cell) => cell !== "") + 1;
  if (filled > members.length) {
    return { line, reason: `has ${filled} cells, and the header has ${members.length}` };
  }
  const request: { [Member in CsvMember]?: string } = {};
  for (const [column, member] of members.entries()) {
    const cell = cells[column];
    if (cell) request[member] = cell;
  }
  const reason = wrong(request);
  return reason === undefined ? { line, request } : { line, reason };
}

function wrong({ dnsHostName, ipAddress }: { dnsHostName?: string; ipAddress?: string }): string | undefined {
  if (dnsHostName === undefined && ipAddress === undefined) return "needs a DNS Host Name or an IP Address";
  if (dnsHostName !== undefined && !isDnsName(dnsHostName)) return `"${dnsHostName}" is no DNS name`;
  if (ipAddress !== undefined && !isAddress(ipAddress)) return `"${ipAddress}" is no IP address`;
  return undefined;
}
