import { expect, test } from "vitest";
import { diffDocuments } from "../../src/diff/index.ts";
import { harbour } from "./seed.ts";
import { accessSeeds } from "./seeds-access.ts";
import { choiceSeeds } from "./seeds-choices.ts";
import { limitSeeds } from "./seeds-limits.ts";
import { linkSeeds } from "./seeds-links.ts";
import { operationSeeds } from "./seeds-operations.ts";
import { schemaSeeds } from "./seeds-schemas.ts";

const seeds = [
  ...schemaSeeds,
  ...limitSeeds,
  ...choiceSeeds,
  ...operationSeeds,
  ...linkSeeds,
  ...accessSeeds,
];
const base = harbour();

test("a document is as it is", () => {
  expect(diffDocuments(base, harbour())).toEqual([]);
});

test.each(seeds)("finds and judges $change (fixture)", ({ edits, verdicts }) => {
  const found = diffDocuments(base, harbour(edits)).map(({ impact, place, what }) => [impact, place, what]);
  expect(found.toSorted()).toEqual(verdicts.map((verdict) => [...verdict]).toSorted());
});

test("each verdict says why, and names its operations (fixture)", () => {
  const changes = diffDocuments(base, harbour({ "/components/schemas/Kind/enum/3": 3 }));
  expect(changes).toEqual([
    {
      place: "Kind (answer)",
      what: "values with 3",
      impact: "breaking",
      why: "callers may get what they do not expect",
      operations: ["ListShips", "AddShip"],
    },
    {
      place: "Kind (request)",
      what: "values with 3",
      impact: "compatible",
      why: "callers may send more",
      operations: ["AddShip"],
    },
  ]);
});

const choice = [{ type: "string" }, { type: "integer" }];

test.each([
  ["a keyword", { "/components/schemas/Kind/multipleOf": 2 }, "Kind: unknown keyword multipleOf"],
  [
    "schemas that cannot be put together",
    { "/components/schemas/Ship/properties/captain": { allOf: choice } },
    "allOf: cannot be compared: type differs among its schemas",
  ],
  ["a member of an operation", { "/paths/~1ships/get/callbacks": {} }, "get: no comparison knows callbacks"],
  [
    "a member of a link",
    { "/components/links/Touch/headers": {} },
    "links/Touch: no comparison knows headers",
  ],
  ["a member of the document", { "/webhooks": {} }, "#: no comparison knows webhooks"],
  ["a member of a server", { "/servers/0/variables": {} }, "servers/0: no comparison knows variables"],
])("throws on %s that no comparison knows (fixture)", (_what, edits, says) => {
  expect(() => diffDocuments(base, harbour(edits))).toThrow(says);
});
