import { createReadStream } from "node:fs";
import type { HostScanJobRequest } from "@hostscan/client";
import { CsvError, type Info, parse } from "csv-parse";
import { type CsvMember, readHeader } from "./csv-header.ts";
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

/**
 * The rows of a CSV file in the product's columns, one after the other. Order and letter case of the columns do not
 * matter; a byte order mark, CRLF, quotes and empty lines do no harm. What is wrong with the whole file is told of a
 * line as well, and ends it.
 */
export async function* readRows(path: string): AsyncGenerator<HostRow | BadRow, void, undefined> {
  const source = createReadStream(path);
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  });
  // A stream's error does not go through its pipes.
  source.once("error", (error) => parser.destroy(error));
  const records: AsyncIterable<Record> = source.pipe(parser);
  let line = 0;
  let members: readonly CsvMember[] | undefined;
  try {
    for await (const { record, info } of records) {
      line = info.lines;
      if (members !== undefined) {
        if (record.some((cell) => cell !== "")) yield readRow(line, record, members);
        continue;
      }
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

function readRow(line: number, record: readonly string[], members: readonly CsvMember[]): HostRow | BadRow {
  if (record.length !== members.length) {
    return { line, reason: `has ${record.length} cells, and the header has ${members.length}` };
  }
  const request: { [Member in CsvMember]?: string } = {};
  for (const [column, member] of members.entries()) {
    const cell = record[column];
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
