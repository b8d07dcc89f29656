/** A word of a command line as a shell reads it: where it begins and ends, quotes included. */
interface Word {
  readonly start: number;
  readonly end: number;
  /** Whether it is the first of a command: at the beginning, or behind `|`, `;`, `&`, `(`, a line end. */
  readonly first: boolean;
}

const SPACE = /\s/;
const BREAK = /[;|&()`\n]/;

/** The words of a command line, in linear time. A quote that is not closed reaches to the end. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let first = true;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (BREAK.test(character)) first = true;
    if (BREAK.test(character) || SPACE.test(character)) {
      at += 1;
      continue;
    }
    const start = at;
    at = endOfWord(text, at);
    words.push({ start, end: at, first });
    first = false;
  }
  return words;
}

/** How a word begins that is a path of Windows, also behind an option (`/dir:C:\\x\\`). */
const OF_WINDOWS = /^(?:[-/]\w{1,32}[:=])?["']?(?:[A-Za-z]:\\|\\\\\w|%\w{1,64}%)/;
/** More than that takes. */
const MOST_OF_BEGINNING = 128;
const END = /\s|$/y;

/** Whether a backslash ends a path of Windows, and makes nothing of the blank or the quote behind it. */
function endsFolder(text: string, start: number, at: number, quote: string): boolean {
  const behind = at + 1;
  if (quote !== "" && text.charAt(behind) !== quote) return false;
  END.lastIndex = quote === "" ? behind : behind + 1;
  return END.test(text) && OF_WINDOWS.test(text.slice(start, start + MOST_OF_BEGINNING));
}

/** Where the word ends that begins here. */
export function endOfWord(text: string, start: number): number {
  let quote = "";
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\" && quote !== "'") at += endsFolder(text, start, at, quote) ? 0 : 1;
    else if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (SPACE.test(character) || BREAK.test(character)) break;
  }
  return Math.min(at, text.length);
}
