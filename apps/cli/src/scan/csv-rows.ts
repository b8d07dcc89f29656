import { Readable } from "node:stream";
import type { HostScanJobRequest } from "@hostscan/client";
import { CsvError, type Info, parse } from "csv-parse";
import { quoted } from "../cli/plain-text.ts";
import { type CsvMember, columnOf, faultOf, readHeader } from "./csv-header.ts";
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

/** Far more than a row of names has, in bytes: a quote that stays open would have the whole file for a cell. */
const LONGEST_ROW = 64 * 1024;

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
    max_record_size: LONGEST_ROW,
    raw: true,
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
  let members: readonly (CsvMember | undefined)[] | undefined;
  try {
    for await (const { record, info } of records) {
      // A row is named by the line that it begins in, however many its cells have.
      const line = info.lines - lineEndsIn(record.join(""));
      if (members !== undefined) {
        if (record.some((cell) => cell.trim() !== "")) yield readRow(line, record, members);
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
    yield unreadable(error, separator);
  } finally {
    source.destroy();
  }
}

const lineEndsIn = (text: string) => text.split("\n").length - 1;

const UNREADABLE = new Map([
  ["CSV_QUOTE_NOT_CLOSED", "a quote is opened and never closed"],
  ["CSV_MAX_RECORD_SIZE", `is longer than ${LONGEST_ROW} bytes: is a quote left open?`],
]);

/** What the parser could not read, by the line of its last quote; the parser tells the one that it stopped in. */
function unreadable({ code, lines, raw }: CsvError, separator: string): BadRow {
  const row = String(raw).replace(/\n$/, "");
  return {
    line: Number(lines) - lineEndsIn(row.slice(lastQuoteIn(row, separator))),
    reason: UNREADABLE.get(code) ?? "has text behind a closing quote: is an earlier one left open?",
  };
}

/** Where the last quote stands that opens a cell; 0 where none does. */
function lastQuoteIn(row: string, separator: string): number {
  let [opened, isOpen, isBlank] = [0, false, true];
  for (let at = 0; at < row.length; at += 1) {
    const character = row.charAt(at);
    if (character === '"' && (isOpen || isBlank || row.charAt(at - 1) === '"')) {
      if (isBlank) opened = at;
      isOpen = !isOpen;
      isBlank = false;
    } else if (!isOpen) {
      isBlank = character === separator || character === "\n" || (isBlank && character.trim() === "");
    }
  }
  return opened;
}

/** A spreadsheet leaves out the last separators of a row whose last cells are empty, or writes more than there are. */
function readRow(
  line: number,
  record: readonly string[],
  members: readonly (CsvMember | undefined)[],
): HostRow | BadRow {
  const cells = record.map((cell) => cell.trim());
  const filled = cells.findLastIndex((cell) => cell !== "") + 1;
  if (filled > members.length) {
    return { line, reason: `has ${filled} cells, and the header has ${members.length}` };
  }
  const request: { [Member in CsvMember]?: string } = {};
  for (const [column, cell] of cells.entries()) {
    const member = members[column];
    if (cell === "") continue;
    if (member === undefined) {
      return { line, reason: `${quoted(cell)} is in column ${column + 1}, which has no title` };
    }
    const fault = faultOf(cell);
    if (fault !== undefined) return { line, reason: `${columnOf(member)}: ${fault}` };
    request[member] = cell;
  }
  const reason = wrong(request);
  return reason === undefined ? { line, request } : { line, reason };
}

function wrong({ dnsHostName, ipAddress }: { dnsHostName?: string; ipAddress?: string }): string | undefined {
  if (dnsHostName === undefined && ipAddress === undefined) return "needs a DNS Host Name or an IP Address";
  if (dnsHostName !== undefined && !isDnsName(dnsHostName)) return `${quoted(dnsHostName)} is no DNS name`;
  if (ipAddress !== undefined && !isAddress(ipAddress)) return `${quoted(ipAddress)} is no IP address`;
  return undefined;
}
