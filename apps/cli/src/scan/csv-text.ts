import { TextDecoder } from "node:util";
import type { CsvSource } from "./csv-source.ts";

/** What separates cells: what English, German and Unicode texts of Excel have. */
const SEPARATORS = [",", ";", "\t"] as const;

/** The most that is looked at for the header, in characters. */
const LONGEST_HEADER = 64 * 1024;

/** A CSV file's text. */
export interface CsvText {
  readonly separator: (typeof SEPARATORS)[number];
  /** All of it, in pieces; every line ends with a line feed. */
  readonly pieces: AsyncIterable<string>;
}

/** Opens a CSV file in UTF-8 or UTF-16, with the separator that its header has. Rejects where it cannot be read. */
export async function openCsv({ open }: CsvSource): Promise<CsvText> {
  const source = decodedText(open());
  let head = "";
  let ended = false;
  while (!ended && !head.trimStart().includes("\n") && head.length < LONGEST_HEADER) {
    const { value, done } = await source.next();
    head += value ?? "";
    ended = done === true;
  }
  return { separator: separatorOf(head), pieces: withLineFeeds(after(head, source)) };
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

/** Text in UTF-8 or UTF-16, as it comes; the first piece has its first two bytes. */
export async function* decodedText(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of source) {
    decoder ??= new TextDecoder(encodingOf(bytes));
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder?.decode() ?? "";
}

/** By its byte order mark; by its NULs where a UTF-16 has none, for what begins with a header. */
function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if ((first === 0xff && second === 0xfe) || second === 0) return "utf-16le";
  return (first === 0xfe && second === 0xff) || first === 0 ? "utf-16be" : "utf-8";
}

/** The one that stands most often in the first line, outside of quotes; a comma where none does. */
function separatorOf(head: string): CsvText["separator"] {
  const [line = ""] = head.trimStart().split(/[\r\n]/, 1);
  const unquoted = line.replaceAll(/"[^"]*"/g, "");
  const count = (separator: string) => unquoted.split(separator).length;
  return SEPARATORS.reduce((most, each) => (count(each) > count(most) ? each : most));
}
