import { writeFile } from "node:fs/promises";
import { CommanderError } from "commander";
import { runKit } from "./kit.ts";
import type { Fetch } from "./observer/exchange.ts";
import { createCommand, type Options, type ReportFormat, targetOf } from "./options.ts";
import { recordAsJson } from "./record.ts";
import type { Report } from "./report.ts";
import { reportAsJunit } from "./report-junit.ts";
import { reportAsMarkdown } from "./report-markdown.ts";
import { describeReport } from "./table.ts";

/** What the command line works with. */
export interface CommandLine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  write(text: string): void;
  writeError(text: string): void;
  readonly fetch?: Fetch;
}

/**
 * Runs the kit as a command: `hostscan-contract --base-url https://… --token …`.
 *
 * @param argv arguments without the program's own name
 * @returns the exit code: 0 the server keeps to the API, 1 it does not, 2 bad options or no server
 */
export async function runCli(argv: readonly string[], io: CommandLine): Promise<number> {
  const command = createCommand(io.environment)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.write(text), writeErr: (text) => io.writeError(text) });
  try {
    const options = command.parse(argv, { from: "user" }).opts<Options>();
    const target = { ...targetOf(options), ...(io.fetch && { fetch: io.fetch }) };
    const report = await runKit(target, options.only);
    const reports = options.report ?? [];
    if (!reports.some(({ file }) => file === undefined)) io.write(`${describeReport(report)}\n`);
    for (const { format, file } of reports) {
      const text = formats[format](report);
      if (file === undefined) io.write(text);
      else await writeFile(file, text);
    }
    const kept = report.findings.length === 0 && !(options.all && report.unobserved.length > 0);
    return kept ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CommanderError)) io.writeError(`error: ${reason(error)}\n`);
    return error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
  }
}

const formats: Readonly<Record<ReportFormat, (report: Report) => string>> = {
  json: recordAsJson,
  junit: reportAsJunit,
  markdown: reportAsMarkdown,
};

/** What went wrong, with what `fetch` hides in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
