import fc from "fast-check";
import { edgeNumbers, edgeTexts } from "./edges.ts";
import type { Part, Texts } from "./parts.ts";
import { numbers, texts } from "./values.ts";

const oddNumbers = [
  "1e2",
  "+1",
  "-1",
  "-0",
  "01",
  "1.0",
  "0x10",
  " 1",
  "1 ",
  "1,2",
  "１",
  "abc",
  "Infinity",
  "1e400",
];

/** What may stand on the wire for a name, on every edge; undefined where it is absent. */
export const wireEdges = [...edgeTexts, ...edgeNumbers.map(String), ...oddNumbers, ["1", "2"], undefined];

const wireValues = fc.oneof(
  texts,
  numbers.map(String),
  fc.constantFrom(...oddNumbers),
  fc.array(texts, { minLength: 2, maxLength: 3 }),
  fc.constant(undefined),
);

/** A part with another text under a name, or without it. */
export function changed(part: Texts, key: string, value: string | readonly string[] | undefined): Texts {
  const { [key]: _, ...others } = part;
  return value === undefined ? others : { ...others, [key]: value };
}

/** The part that the document shows. */
export const exampleOf = ({ fields }: Part): Texts =>
  Object.fromEntries(fields.map(({ key, example }) => [key, example]));

/** Parts that differ from the document's examples by a few names, one that it does not describe among them. */
export function wireMutants(part: Part): fc.Arbitrary<Texts> {
  const key = fc.constantFrom(...part.fields.map((field) => field.key), "unheard-of");
  return fc
    .array(fc.tuple(key, wireValues), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((texts, change) => changed(texts, ...change), exampleOf(part)));
}
