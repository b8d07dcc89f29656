import { decodedText } from "../cli/text-encoding.ts";
import type { CsvSource } from "./csv-source.ts";

/** What separates cells: what English, German and Unicode texts of Excel have. */
const SEPARATORS = [",", ";", "\t"] as const;

/** The most that is looked at for the header, in characters. */
const LONGEST_HEADER = 64 * 1024;

/** A CSV file's text. */
export interface CsvText {
  /** One character. */
  readonly separator: string;
  /** All of it, in pieces; every line ends with a line feed. Lines before the header are blank. */
  readonly pieces: AsyncIterable<string>;
}

/** Opens a CSV file in UTF-8 or UTF-16, with the separator that its header has. Rejects where it cannot be read. */
export async function openCsv({ name, open }: CsvSource): Promise<CsvText> {
  const source = withLineFeeds(decodedText(open(), name));
  let text = "";
  let ended = false;
  let head = beginningOf(text);
  while (!ended && !head.whole && text.length < LONGEST_HEADER) {
    const { value, done } = await source.next();
    text += value ?? "";
    ended = done === true;
    head = beginningOf(text);
  }
  const lines = text.slice(0, head.from).split("\n").length - 1;
  const kept = "\n".repeat(lines) + text.slice(head.from);
  return { separator: separatorOf(head), pieces: after(kept, source) };
}

async function* after(head: string, source: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  if (head !== "") yield head;
  yield* source;
}

/** The text with one kind of line end: programs that add rows to a file of another system mix them. */
async function* withLineFeeds(pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  let afterReturn = false;
  for await (const piece of pieces) {
    const rest = afterReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    if (piece !== "") afterReturn = piece.endsWith("\r");
    yield rest.replaceAll(/\r\n?/g, "\n");
  }
}

/** What stands before a header: empty rows, a hint to the separator (Excel), and comments (PowerShell's `#TYPE`). */
const BEFORE_HEADER = /^[ \t,;]*(?:"?(?:sep=|#).*|(?:""[ \t,;]*)*)$/i;
const HINT = /^[ \t]*"?sep=([^\s\w"]|\t)/i;

interface Beginning {
  /** Where the header begins. */
  readonly from: number;
  readonly hint: string | undefined;
  /** The header without what stands in quotes. */
  readonly header: string;
  /** Whether all of the header is there. */
  readonly whole: boolean;
}

/** How a text with line feeds begins. */
function beginningOf(text: string): Beginning {
  let from = 0;
  let hint: string | undefined;
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
    const line = text.slice(from, end);
    if (!BEFORE_HEADER.test(line)) break;
    hint ??= HINT.exec(line)?.[1];
    from = end + 1;
  }
  // Line ends within quotes are the header's own.
  const [header = "", ...rest] = text
    .slice(from)
    .replaceAll(/"[^"]*"?/g, "")
    .split("\n", 2);
  return { from, hint, header, whole: rest.length > 0 };
}

/** The place of the header in a text with line feeds, which may begin with other lines. */
export function headerIn(text: string): number {
  return beginningOf(text.slice(0, LONGEST_HEADER)).from;
}

/** The one of the hint where the header has it, else the one that is in it most often; a comma where none is. */
function separatorOf({ hint, header }: Pick<Beginning, "hint" | "header">): string {
  if (hint !== undefined && header.includes(hint)) return hint;
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce((most, each) => (count(each) > count(most) ? each : most));
}
