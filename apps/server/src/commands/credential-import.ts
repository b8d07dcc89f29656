import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Credential } from "@hostscan/engine";
import { type Command, Option } from "commander";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { accepted } from "../installation/accepted.ts";
import { administer, type Flags } from "./administer.ts";
import { type BadLine, type CredentialRow, readCsv, readJsonLines } from "./credential-rows.ts";
import { decoded } from "./secret-source.ts";

const FORMATS = ["csv", "jsonl"] as const;

interface ImportFlags extends Flags {
  readonly format?: (typeof FORMATS)[number];
  readonly json?: true;
}

/** As many lines are told of as people read. */
const MOST_TOLD = 20;

const NOTES = `
All of them are kept, or none; what is wrong is told by line. Of each line: name, username, for, and callers, password,
privateKey, passphrase, elevate, elevatePassword as needed. Lists (for, callers) have commas. A private key in CSV stands in quotes, with its line
breaks; in JSON Lines they are \\n. - reads standard input. Keep the file as secret as what is in it.

Examples:
  $ hostscan-server credential import accounts.csv
  $ vault read -format=json … | jq -c '.[]' | hostscan-server credential import - --format jsonl

accounts.csv:
  name,username,for,password
  lab,scan,"10.1.0.0/16,*.lab.example",…`;

/** Adds `credential import`. */
export function addImport(credential: Command, io: Io): Command {
  return credential
    .command("import")
    .description("keep many service accounts, encrypted: all of a file, or none")
    .argument("<file>", "CSV or JSON Lines; - for standard input")
    .addOption(new Option("--format <format>", "what the file is; else by its name's end").choices(FORMATS))
    .option("--json", "print each, without its secrets, as one JSON object a line")
    .addHelpText("after", NOTES)
    .action((file: string, flags: ImportFlags) => importCredentials(io, file, flags));
}

function formatOf(file: string, { format }: ImportFlags): (typeof FORMATS)[number] {
  const end = extname(file).toLowerCase();
  if (format !== undefined) return format;
  if (end === ".csv") return "csv";
  if (end === ".jsonl" || end === ".ndjson") return "jsonl";
  throw new CommandFailure(ExitCode.Usage, "say by --format whether it is csv or jsonl");
}

async function textOf(io: Io, file: string): Promise<string> {
  const refuse = (error: Error): never => {
    throw new CommandFailure(ExitCode.Failure, `${called(file)} cannot be read: ${error.message}`);
  };
  const bytes = file === "-" ? await buffer(io.stdin).catch(refuse) : await readFile(file).catch(refuse);
  const text = decoded(bytes);
  if (text === undefined)
    throw new CommandFailure(ExitCode.Failure, `${called(file)} is no text in UTF-8 or UTF-16`);
  return text;
}

const called = (file: string): string => (file === "-" ? "standard input" : file);

const badOf = (row: CredentialRow | BadLine): BadLine[] => ("reason" in row ? [row] : []);
const rowOf = (row: CredentialRow | BadLine): CredentialRow[] => ("reason" in row ? [] : [row]);

async function importCredentials(io: Io, file: string, flags: ImportFlags): Promise<void> {
  const read = formatOf(file, flags) === "csv" ? readCsv : readJsonLines;
  const all = read(await textOf(io, file));
  const rows = all.flatMap(rowOf);
  const bad = [...all.flatMap(badOf), ...repeated(rows)];
  if (bad.length > 0) fail(io, bad);
  if (rows.length === 0)
    throw new CommandFailure(ExitCode.Failure, `${called(file)} names no service account`);
  const added = await administer(io, flags, ({ credentials }) =>
    credentials.addAll(rows.map(({ credential }) => credential)),
  );
  if (!added.ok && added.rejection.kind === "invalid")
    fail(
      io,
      added.rejection.errors.map((error) => placed(rows, error)),
    );
  await tell(io, accepted(added), flags);
}

/** A name that a line before has. */
function repeated(rows: readonly CredentialRow[]): BadLine[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, credential }) => {
    const earlier = first.get(credential.name);
    if (earlier !== undefined) return [{ line, reason: `has the name of line ${earlier}` }];
    first.set(credential.name, line);
    return [];
  });
}

/** The line that an error is of, by its JSON Pointer. */
function placed(
  rows: readonly CredentialRow[],
  error: { readonly path: string; readonly message: string },
): BadLine {
  const [, index, member] = error.path.split("/");
  const what = member === "scope" ? "for" : member;
  const reason = what === undefined ? error.message : `${what} ${error.message}`;
  return { line: rows[Number(index)]?.line ?? 0, reason };
}

function fail(io: Io, bad: readonly BadLine[]): never {
  const lines = bad.toSorted((one, other) => one.line - other.line);
  for (const { line, reason } of lines.slice(0, MOST_TOLD)) io.stderr.write(`line ${line}: ${reason}\n`);
  const more = lines.length - MOST_TOLD;
  if (more > 0) io.stderr.write(`and ${more} more\n`);
  throw new CommandFailure(ExitCode.Failure, "nothing is imported");
}

async function tell(io: Io, added: readonly Credential[], { json }: ImportFlags): Promise<void> {
  for (const credential of added)
    await (json ? printJson(io, credential) : print(io, `kept ${credential.name} (${credential.id})\n`));
}
