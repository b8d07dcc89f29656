import { CommandFailure } from "../cli/failure.ts";
import { plainText } from "../cli/plain-text.ts";
import { printLines } from "../cli/print.ts";
import { type ConnectionFlags, connect } from "../connection/connect.ts";
import type { BadRow } from "../scan/csv-rows.ts";
import { csvSource } from "../scan/csv-source.ts";
import type { HostDefaults } from "../scan/defaults.ts";
import { validateCsv } from "../scan/validate-csv.ts";
import { checkJq, type OutputFlags, printValue, wantsJson } from "../show/output.ts";
import type { Run } from "./run.ts";

export interface ValidateFlags extends HostDefaults, ConnectionFlags, OutputFlags {
  readonly csv?: string;
}

/** `validate`. */
export async function validate(
  { io, end }: Run,
  file: string | undefined,
  flags: ValidateFlags,
): Promise<void> {
  await checkJq(flags);
  const path = file ?? flags.csv;
  if (path === undefined || (file !== undefined && flags.csv !== undefined)) {
    throw new CommandFailure("BadInput", "name one CSV file, or - for standard input");
  }
  const csv = await csvSource(path, io);
  const client = await connect(io, flags);
  const errors: BadRow[] = [];
  let rows = 0;
  for await (const verdict of validateCsv(client, csv, flags)) {
    rows += verdict.rows;
    errors.push(...verdict.bad);
    if (wantsJson(flags)) continue;
    const lines = verdict.bad.map(({ line, reason }) => `line ${line}: ${plainText(reason)}`);
    await printLines(io, lines);
  }
  if (rows === 0) throw new CommandFailure("BadInput", `${csv.name} has no row below the header`);
  if (wantsJson(flags)) await printValue(io, { rows, errors }, flags);
  else if (errors.length === 0)
    await printLines(io, [rows === 1 ? "1 row is good" : `${rows} rows are good`]);
  end(errors.length === 0 ? "Success" : "BadInput");
}
