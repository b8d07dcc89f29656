import fc from "fast-check";
import type { Json } from "../../src/document.ts";
import { edgeCounts, edgeNumbers, edgeTexts, edgeValues } from "./edges.ts";
import { limits } from "./limits.ts";

/** Any GUID, not only those that RFC 9562 knows. */
const guid = fc.stringMatching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);

/** Texts that are GUIDs, nearly are, or are on the edge of a length. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...edgeTexts),
  guid,
  fc.tuple(guid, fc.constantFrom("\n", " ", "0", "-")).map(([id, tail]) => id + tail),
  guid.map((id) => `{${id}}`),
  fc.string({ unit: "binary" }),
);

/** Numbers, mostly those on the edge of a limit. */
export const numbers: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(...edgeNumbers),
  fc.integer({ min: -20, max: 20 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any JSON value, mostly those that are nearly right. */
export const values: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 4, arbitrary: numbers },
  { weight: 4, arbitrary: fc.constantFrom(...edgeValues) },
  { weight: 2, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value))),
  },
);

/** Names of members: those of the document, those that every JavaScript object inherits, and others. */
export const names: fc.Arbitrary<string> = fc.constantFrom(
  ...limits.names,
  "__proto__",
  "constructor",
  "toString",
  "",
  "unheardOf",
);

/** Counts of items on the edge of a limit, as far as they are small. */
export const counts: fc.Arbitrary<number> = fc.constantFrom(...edgeCounts.filter((count) => count <= 1000));
