import { codesIn, type MarkdownTable, tablesIn } from "../markdown/tables.ts";
import { ReviewProblem } from "../problem.ts";

/** An operation as a row names it. */
export interface TracedOperation {
  readonly id: string;
  /** Method and path: `GET /api/v1/HostScanJob`. */
  readonly address: string;
}

/** What a page of the public reference became. */
export interface Trace {
  /** The row as it is written; a cell of Markdown for each column. */
  readonly cells: readonly string[];
  /** Page of the public reference, as `x-source` names it; undefined where the row is about what several show. */
  readonly page: string | undefined;
  readonly operations: readonly TracedOperation[];
  /** Files of the document, relative to its folder. */
  readonly pathFiles: readonly string[];
  /** Files of facts that tests hold the document to, relative to the folder of the facts. */
  readonly facts: readonly string[];
}

/** From the public reference to the document, as the document's README tells it. */
export interface Traceability {
  readonly columns: readonly string[];
  readonly traces: readonly Trace[];
  /** How the samples are checked, by the name of their file. */
  readonly samples: MarkdownTable;
  /** Where the document differs on purpose, and why. */
  readonly differences: MarkdownTable;
}

/** The column that names the operations. */
export const OPERATION = "Operation";

/** Reads the tables of the README; throws a {@link ReviewProblem} where one is missing. */
export function readTraceability(readme: string): Traceability {
  const tables = tablesIn(readme);
  const { columns, rows } = tableUnder("Where it comes from", tables);
  const codesOf = (cells: readonly string[], column: string): string[] => {
    const index = columns.indexOf(column);
    if (index === -1) refuse(`the table of pages has no column "${column}"`);
    return codesIn(cells[index] ?? "");
  };
  return {
    columns,
    traces: rows.map((cells) => ({
      cells,
      page: codesOf(cells, "Page of the reference")[0],
      operations: operationsIn(codesOf(cells, OPERATION)),
      pathFiles: codesOf(cells, "Path file"),
      facts: codesOf(cells, "Facts"),
    })),
    samples: tableUnder("Samples", tables),
    differences: tableUnder("Deliberate differences from the reference", tables),
  };
}

/** How the samples in a language are checked, in Markdown of one line; the language is the name of their file. */
export function checkOf({ columns, rows }: MarkdownTable, language: string): string {
  const row = rows.find(([file = ""]) => codesIn(file)[0]?.split(".")[0] === language.toLowerCase());
  const check = row?.[columns.indexOf("How it is checked")];
  return check ?? refuse(`it does not say how samples in ${language} are checked`);
}

function tableUnder(heading: string, tables: readonly MarkdownTable[]): MarkdownTable {
  return tables.find((table) => table.heading === heading) ?? refuse(`there is no table under "${heading}"`);
}

/** Each operation is written as its address and its operationId. */
function operationsIn(codes: readonly string[]): TracedOperation[] {
  return codes.flatMap((address, i) => (i % 2 === 0 ? [{ address, id: codes[i + 1] ?? "" }] : []));
}

function refuse(fault: string): never {
  throw new ReviewProblem("The document's README", [fault]);
}
