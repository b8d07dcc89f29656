import { parseArgs } from "node:util";
import { exitCodeOf } from "./for-people.ts";
import { reportAsMarkdown } from "./output/markdown.ts";
import { describeReport } from "./output/table.ts";
import { cutRelease } from "./release.ts";
import { type DiffReport, reportOn } from "./report.ts";
import { SpecDiffError } from "./sources/releases.ts";
import { baseSource, currentSource } from "./sources/source.ts";

/** A report for programs, as JSON. Members are added to it, but neither removed nor renamed. */
function reportAsJson(report: DiffReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What the command works on and writes to. */
export interface CommandLine {
  /** Folder of the document, with its releases in it. */
  readonly openapiFolder: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

const usage = `usage: pnpm spec:diff [base] [--json | --markdown]
       pnpm spec:release

Compares the document with the last release, or with base: a released version, a file, or a branch, tag or commit.
(--silent before spec:diff leaves out what pnpm says itself.)

Exit codes: 0 no caller breaks, or the major version says so; 1 one does; 2 there is nothing to compare.
`;

/** Runs the command; resolves to its exit code. */
export const runCli = (argv: readonly string[], line: CommandLine): Promise<number> =>
  exitCodeOf(() => run(argv, line), line.writeError);

async function run(argv: readonly string[], { openapiFolder, write }: CommandLine): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: "boolean" }, json: { type: "boolean" }, markdown: { type: "boolean" } },
  });
  const [command, base, ...others] = positionals;
  if (values.help) {
    write(usage);
    return 0;
  }
  if (command === "release" && base === undefined) {
    write(`released ${await cutRelease(openapiFolder)}\n`);
    return 0;
  }
  if (command !== "diff" || others.length > 0) throw new SpecDiffError(usage.trimEnd());
  const report = reportOn(await baseSource(openapiFolder, base), await currentSource(openapiFolder));
  const asMarkdown = values.markdown ? reportAsMarkdown : describeReport;
  write((values.json ? reportAsJson : asMarkdown)(report));
  return report.ok ? 0 : 1;
}
