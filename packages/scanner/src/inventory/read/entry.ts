import { cleanText, MAX_FACT_LENGTH } from "../../facts/text.ts";
import { maskSecrets } from "../mask/mask.ts";
import type { AnswerBlock, Part } from "./blocks.ts";

/** The longest command line that is kept, in characters. */
const MOST_OF_COMMAND = 4_000;
/** The most parts of a line that are looked at. */
const MOST_FIELDS = 20;
/** The longest line that is put together of several, in characters. */
const MOST_CONTINUED = 16_384;
/** What needs no cleaning: most of what there is, and cleaning costs. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;
const DAY_MS = 24 * 60 * 60 * 1_000;
const LATEST_MS = Date.UTC(9999, 11, 31);

/** The blocks of an answer, by name; undefined where the host has not sent one. */
export type Blocks = (name: string) => AnswerBlock | undefined;

/**
 * A reading that comes to a value. It hands out nothing at each line, so that something else may have its turn: none of
 * its steps looks at more than a line, or at what one entry is made of.
 */
export type Stepwise<Value> = Generator<undefined, Value>;

/** All parts of a block. */
export const partsOf = (blocks: Blocks, name: string): readonly Part[] => blocks(name)?.parts ?? [];

/** All lines of a block, whatever part they are in. */
export function* linesIn(blocks: Blocks, name: string): Generator<string> {
  for (const { lines } of partsOf(blocks, name)) yield* lines;
}

/** A text fit to store, bounded; nothing where there is none. */
export function cleaned(value: string | undefined, most: number = MAX_FACT_LENGTH): string | undefined {
  if (value === undefined || value === "") return undefined;
  const isPlain = value.length <= most && PLAIN.test(value) && !value.includes("  ");
  const clean = isPlain ? value : cleanText(value, most);
  return clean === "" ? undefined : clean;
}

/** A command line fit to store: without what looks like a secret, clean, bounded. */
export function commandLineOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : cleaned(maskSecrets(value), MOST_OF_COMMAND);
}

/** What people wrote about something: they write passwords there too. */
export function proseOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : cleaned(maskSecrets(value));
}

/** Hands out the parts of a line by their place; a part that is not there is empty. */
export type Fields = (index: number) => string;

export function fieldsOf(line: string, separator: string | RegExp): Fields {
  return partsBy(line.split(separator, MOST_FIELDS));
}

/** The groups of a pattern in a line, where it fits. */
export function groupsOf(pattern: RegExp, line: string): Fields | undefined {
  const found = pattern.exec(line);
  return found === null ? undefined : partsBy(found);
}

const partsBy =
  (parts: readonly (string | undefined)[]): Fields =>
  (index) =>
    parts[index] ?? "";

/** A whole number, where the text is one. */
export function integer(value: string | undefined): number | undefined {
  return value !== undefined && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** A moment by its milliseconds since 1970, in UTC; nothing before that, and none after the year 9999. */
export function moment(ms: number | undefined): string | undefined {
  return ms === undefined || Number.isNaN(ms) || ms <= 0 || ms > LATEST_MS
    ? undefined
    : new Date(ms).toISOString().replace(".000Z", "Z");
}

/** A day as shadow(5) counts it. */
export const day = (days: number | undefined): string | undefined =>
  moment(days === undefined ? undefined : days * DAY_MS);

/** A second as Unix counts it. */
export const second = (seconds: number | undefined): string | undefined =>
  moment(seconds === undefined ? undefined : seconds * 1_000);

/** Lines that end with a backslash go on in the next, and nothing is handed out for them; without the blanks around each. */
export function* continued(lines: readonly string[]): Generator<string | undefined> {
  let begun = "";
  for (const line of lines) {
    const goesOn = line.endsWith("\\") && begun.length < MOST_CONTINUED;
    if (goesOn) begun += `${line.slice(0, -1).trim()} `;
    yield goesOn ? undefined : begun + line.trim();
    if (!goesOn) begun = "";
  }
}

/** For sorting: the same wherever it runs. */
export const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
