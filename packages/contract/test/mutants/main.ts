import { apply, type Edit, editsOf, lineAndColumn } from "./edits.ts";
import { type Mutant, mutatedFiles, textOf } from "./judge.ts";
import { Judges } from "./pool.ts";

/** The least share of the mutants that the proofs must notice. */
const LEAST = 0.95;

interface Named extends Mutant {
  /** Its place and what was changed, for people. */
  readonly name: string;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, 60);

const named = (file: string, text: string, edit: Edit): string =>
  `${file}:${lineAndColumn(text, edit)} ${oneLine(edit.from)} → ${oneLine(edit.to)}`;

/** The mutants of the files whose name holds a text. */
const mutantsIn = (part: string): Named[] =>
  mutatedFiles
    .filter((file) => file.includes(part))
    .flatMap((file) => {
      const text = textOf(file);
      return editsOf(file, text).map((edit, index) => ({
        id: `${file}.${index}`,
        file,
        source: apply(text, edit),
        name: named(file, text, edit),
      }));
    });

/** Prints the mutants that survive and how many do not; resolves to the share of those that do not. */
async function measure(mutants: readonly Named[], judges: Judges): Promise<number> {
  const noticedBy = new Map<string, number>();
  let killed = 0;
  for (const mutant of mutants) {
    const noticed = await judges.judge(mutant);
    if (noticed === undefined) {
      process.stdout.write(`survived: ${mutant.name}\n`);
      continue;
    }
    const [proof = ""] = noticed.split(":");
    noticedBy.set(proof, (noticedBy.get(proof) ?? 0) + 1);
    killed += 1;
  }
  const share = killed / mutants.length;
  for (const [proof, count] of noticedBy) process.stdout.write(`noticed first by ${proof}: ${count}\n`);
  process.stdout.write(`${killed} of ${mutants.length} mutants killed (${(100 * share).toFixed(1)} %)\n`);
  return share;
}

const judges = new Judges();
try {
  const [file = ""] = mutatedFiles;
  const broken = await judges.judge({ id: "none", file, source: textOf(file) });
  if (broken !== undefined) throw new Error(`the proofs fail without any mutant: ${broken}`);
  if ((await measure(mutantsIn(process.argv[2] ?? ""), judges)) < LEAST) process.exitCode = 1;
} finally {
  await judges.end();
}
