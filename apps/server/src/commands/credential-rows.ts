import type { NewCredential } from "@hostscan/engine";
import { ELEVATION_METHODS } from "@hostscan/scanner";
import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { z } from "zod";

/** A credential of a file, and the line that it begins in. */
export interface CredentialRow {
  readonly line: number;
  readonly credential: NewCredential;
}

/** A line that tells none. The reason repeats nothing of it: a secret may be in any cell. */
export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

const list = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(",").map((item) => item.trim())),
]);
const row = z.strictObject({
  name: z.string(),
  username: z.string().min(1),
  for: list,
  callers: list.optional(),
  password: z.string().optional(),
  privateKey: z.string().optional(),
  passphrase: z.string().optional(),
  elevate: z.enum(ELEVATION_METHODS).optional(),
  elevatePassword: z.string().optional(),
});

const MEMBERS = Object.keys(row.shape);

const TOO_DEEP = "is no row in these columns: a quote may be open";

/** The most that a row with a private key has, in bytes: a quote that stays open would have all else for a cell. */
const LONGEST_ROW = 64 * 1024;

/** What a value tells of one credential. */
function readRow(value: unknown, line: number): CredentialRow | BadLine {
  const read = row.safeParse(value);
  if (!read.success) return { line, reason: reasonOf(read.error) };
  const {
    for: scope,
    callers,
    password,
    privateKey,
    passphrase,
    elevate,
    elevatePassword,
    ...named
  } = read.data;
  if (elevatePassword && elevate === undefined)
    return { line, reason: "has an elevatePassword without elevate" };
  const secrets = {
    ...(password && { password }),
    ...(privateKey && { privateKey }),
    ...(passphrase && { passphrase }),
    ...(elevate && { elevate: { method: elevate, ...(elevatePassword && { password: elevatePassword }) } }),
  };
  return { line, credential: { ...named, scope, ...(callers && { callers }), ...secrets } };
}

/** In our own words, which quote nothing. */
function reasonOf({ issues: [issue] }: z.ZodError): string {
  const member = MEMBERS.find((name) => name === issue?.path[0]);
  if (member === "elevate") return `elevate has to be one of ${ELEVATION_METHODS.join(", ")}`;
  if (member !== undefined) return `${member} has to be stated, as text`;
  return issue?.code === "unrecognized_keys"
    ? `has a member that is none of ${MEMBERS.join(", ")}`
    : "is no JSON object";
}

/** Reads JSON Lines: an object a line. Blank lines count for nothing. */
export function readJsonLines(text: string): (CredentialRow | BadLine)[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    if (content.trim() === "") return [];
    const line = index + 1;
    try {
      return [readRow(JSON.parse(content), line)];
    } catch {
      return [{ line, reason: "is no JSON object" }];
    }
  });
}

/** Reads CSV with a header that names the columns, in any order and letter case. An empty cell says nothing. */
export function readCsv(text: string): (CredentialRow | BadLine)[] {
  const records: { readonly record: string[]; readonly lines: number }[] = [];
  try {
    parse(text, {
      max_record_size: LONGEST_ROW,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], { lines }) => {
        records.push({ record, lines });
        return null;
      },
    });
  } catch (error) {
    // Its message may quote the file.
    return [
      {
        line: error instanceof CsvError && typeof error["lines"] === "number" ? error["lines"] : 1,
        reason: TOO_DEEP,
      },
    ];
  }
  const [header, ...rows] = records;
  const columns = (header?.record ?? []).map(columnOf);
  if (columns.includes(undefined) || new Set(columns).size < columns.length)
    return [{ line: 1, reason: `its columns have to be some of ${MEMBERS.join(", ")}, each once` }];
  return rows.map(({ record, lines }) => {
    const line = lines - record.join("").split("\n").length + 1;
    if (record.length !== columns.length)
      return { line, reason: "has another number of cells than the header: quote what holds a comma" };
    const cells = record.map((cell, index) => [columns[index], cell] as const);
    return readRow(Object.fromEntries(cells.filter(([, cell]) => cell !== "")), line);
  });
}

function columnOf(text: string): string | undefined {
  return MEMBERS.find((name) => name.toLowerCase() === text.trim().toLowerCase());
}
