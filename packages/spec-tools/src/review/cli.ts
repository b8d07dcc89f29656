import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { exitCodeOf, SpecDiffError } from "../diff/index.ts";
import { reportAsMarkdown } from "./report/report.ts";
import { review } from "./review.ts";
import { type Verdict, verdictOn } from "./verdict.ts";

/** What the command works on and writes to. */
export interface CommandLine {
  /** Folder of the project. */
  readonly root: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

const usage = `usage: pnpm spec:review [base] [--output <file>]

Reviews the document: lint, changes, generated types and the size of the client, as Markdown for a comment.
Compares with base: a released version, a file, or a branch, tag or commit. Without one, with the commit where the
branch has left the main branch, or with the last release where that is not to be had.
(--silent before spec:review leaves out what pnpm says itself.)

Exit codes: 0 fine; 1 lint problems, or callers of the last release break without a major version; 2 there is nothing
to compare.
`;

const exitCodes: Record<Verdict["outcome"], number> = { fine: 0, failed: 1, incomparable: 2 };

/** Runs the command; resolves to its exit code. */
export const runCli = (argv: readonly string[], line: CommandLine): Promise<number> =>
  exitCodeOf(() => run(argv, line), line.writeError);

async function run(argv: readonly string[], { root, write }: CommandLine): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: "boolean" }, output: { type: "string" } },
  });
  if (values.help) {
    write(usage);
    return 0;
  }
  const [base, ...others] = positionals;
  if (others.length > 0) throw new SpecDiffError(usage.trimEnd());
  const result = await review(root, base);
  const report = reportAsMarkdown(result);
  if (values.output === undefined) write(report);
  else await writeFile(values.output, report);
  return exitCodes[verdictOn(result).outcome];
}
