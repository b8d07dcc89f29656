import type { Json } from "../../src/document.ts";
import { limits } from "./limits.ts";

const beside = (limit: number): number[] => [limit - 1, limit, limit + 1];

/** Characters of one UTF-16 unit, of two, both mixed, and the half of one that stands alone. */
const alphabets = ["a", "é", "😀", "a😀", "\ud83d"];

const ofLength = (length: number, alphabet: string): string =>
  [...alphabet.repeat(length)].slice(0, length).join("");

/** Texts on the edge of each length in the document. */
export const edgeTexts: readonly string[] = [
  ...limits.lengths
    .flatMap(beside)
    .filter((length) => length >= 0)
    .flatMap((length) => alphabets.map((alphabet) => ofLength(length, alphabet))),
  "00000000-0000-0000-0000-000000000000",
  "F568FEC0-10b6-0b94-0daf-e62c50c9bf3e",
  "f568fec010b60b940dafe62c50c9bf3e",
  "urn:uuid:f568fec0-10b6-0b94-0daf-e62c50c9bf3e",
  "f568fec0-10b6-0b94-0daf-e62c50c9bf3e\n",
  "0",
  "null",
  "true",
];

/** Numbers on the edge of each limit in the document, of 32 bits, and of what a double holds exactly. */
export const edgeNumbers: readonly number[] = [
  ...limits.numbers.flatMap(beside),
  ...[-(2 ** 31), 2 ** 31 - 1, 2 ** 32, 2 ** 53, -(2 ** 53)].flatMap(beside),
  -0,
  1.5,
  0.1,
  1e300,
  -1e300,
  5e-324,
];

/** Counts of items on the edge of each limit in the document. */
export const edgeCounts: readonly number[] = limits.counts.flatMap(beside);

/** A value of every type, and every value on an edge. */
export const edgeValues: readonly Json[] = [
  ...edgeTexts,
  ...edgeNumbers,
  null,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  { length: 1 },
];
