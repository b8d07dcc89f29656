import { CommandFailure } from "../cli/failure.ts";
import { printJson, printLines } from "../cli/print.ts";
import { addConnectionFlags, type ConnectionFlags, connect } from "../connection/connect.ts";
import type { BadRow } from "../scan/csv-rows.ts";
import type { HostDefaults } from "../scan/defaults.ts";
import { validateCsv } from "../scan/validate-csv.ts";
import { plainText } from "../show/plain-text.ts";
import { type CommandContext, examples } from "./command.ts";

interface ValidateFlags extends HostDefaults, ConnectionFlags {
  readonly csv: string;
  readonly json?: true;
}

/** Adds `validate`. */
export function addValidateCommand({ program, io, end }: CommandContext): void {
  const validate = program
    .command("validate")
    .description("have the rows of a CSV file judged; nothing is scheduled");
  validate
    .requiredOption("--csv <file>", "the file")
    .option("--credential <name>", "credential of the hosts that name none")
    .option("--credential-id <id>", "the same by its id")
    .option("--platform <name>", "platform of the hosts that name none, e.g. Linux")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples([
        ["hostscan validate --csv hosts.csv", "what `scan --csv` would refuse, by line"],
        ["hostscan validate --csv hosts.csv --json | jq .errors", "in a script"],
      ]),
    )
    .action(async (flags: ValidateFlags) => {
      const client = await connect(io, flags);
      const errors: BadRow[] = [];
      let rows = 0;
      for await (const verdict of validateCsv(client, flags.csv, flags)) {
        rows += verdict.rows;
        errors.push(...verdict.bad);
        if (flags.json) continue;
        await printLines(
          io,
          verdict.bad.map(({ line, reason }) => `line ${line}: ${plainText(reason)}`),
        );
      }
      if (rows === 0) throw new CommandFailure("BadInput", `${flags.csv} has no row below the header`);
      if (flags.json) await printJson(io, { rows, errors });
      else if (errors.length === 0)
        await printLines(io, [rows === 1 ? "1 row is good" : `${rows} rows are good`]);
      end(errors.length === 0 ? "Success" : "BadInput");
    });
  addConnectionFlags(validate);
}
