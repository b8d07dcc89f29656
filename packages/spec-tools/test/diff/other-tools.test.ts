import { expect, test } from "vitest";
import { diffDocuments } from "../../src/diff/index.ts";
import { harbour, type Seed } from "./seed.ts";

const ship = "/components/schemas/Ship";
const newShip = "/components/schemas/NewShip";
const limit = "/components/parameters/Limit/schema";
const text = { type: "string", maxLength: 9 };

/** Changes that oasdiff knows, by the names of its checks, with the level that it gives them. */
const cases: readonly {
  readonly check: string;
  readonly level: "error" | "warning" | "info";
  readonly edits: Seed["edits"];
  /** Why we say otherwise. */
  readonly differs?: string;
}[] = [
  {
    check: "new-required-request-parameter",
    level: "error",
    edits: { "/paths/~1ships/get/parameters/2": { name: "port", in: "query", required: true, schema: text } },
  },
  {
    check: "request-parameter-removed",
    level: "warning",
    edits: { "/paths/~1ships/get/parameters/1": undefined },
  },
  { check: "request-parameter-default-value-changed", level: "error", edits: { [`${limit}/default`]: 20 } },
  { check: "request-parameter-max-decreased", level: "error", edits: { [`${limit}/exclusiveMaximum`]: 100 } },
  { check: "request-property-became-required", level: "error", edits: { [`${newShip}/required/1`]: "kind" } },
  { check: "new-optional-request-property", level: "info", edits: { [`${newShip}/properties/flag`]: text } },
  {
    check: "request-property-became-not-nullable",
    level: "error",
    edits: { [`${newShip}/properties/length/type`]: "integer" },
  },
  {
    check: "request-property-pattern-changed",
    level: "warning",
    edits: { [`${newShip}/properties/name/pattern`]: "^[A-Y]" },
  },
  { check: "response-property-became-optional", level: "error", edits: { [`${ship}/required`]: ["id"] } },
  {
    check: "response-optional-property-removed",
    level: "warning",
    edits: { [`${ship}/properties/name`]: undefined },
  },
  {
    check: "response-property-max-length-increased",
    level: "error",
    edits: { [`${ship}/properties/name/maxLength`]: 61 },
  },
  {
    check: "response-media-type-removed",
    level: "error",
    edits: { "/paths/~1ships/post/responses/200/content/application~1cbor": undefined },
  },
  {
    check: "response-success-status-removed",
    level: "error",
    edits: { "/paths/~1ships/get/responses/200": undefined },
  },
  {
    check: "response-non-success-status-removed",
    level: "info",
    edits: { "/paths/~1ships/get/responses/404": undefined },
  },
  {
    check: "required-response-header-removed",
    level: "error",
    edits: { "/paths/~1ships/get/responses/200/headers/X-Total": undefined },
  },
  {
    check: "api-operation-id-removed",
    level: "info",
    edits: { "/paths/~1ships/get/operationId": "Ships" },
    differs: "Generated clients call their functions by it, and links lead by it.",
  },
];

test.each(cases)("agrees with oasdiff on $check, or says why not (fixture)", ({ level, edits, differs }) => {
  const impacts = diffDocuments(harbour(), harbour(edits)).map(({ impact }) => impact);
  const agrees = impacts.includes("breaking") === (level !== "info");
  expect(impacts).not.toEqual([]);
  expect(agrees).toBe(differs === undefined);
});

test.each([
  ["excluded beyond the last", { minimum: 1, exclusiveMaximum: 200 }],
  ["included", { minimum: 1, maximum: 199 }],
  ["excluded on both sides", { exclusiveMinimum: 0, exclusiveMaximum: 200 }],
  ["with halves, which no integer is", { exclusiveMinimum: 0.5, maximum: 199.5 }],
  ["with one that the other makes idle", { minimum: 1, maximum: 199, exclusiveMaximum: 300 }],
])("limits of an integer are the same, however they are written: %s (fixture)", (_how, limits) => {
  const written = (given: object) =>
    harbour({ [limit]: { type: "integer", format: "int32", default: 51, ...given } });
  expect(diffDocuments(written({ minimum: 1, maximum: 199 }), written(limits))).toEqual([]);
});

test("a limit of numbers is another one where it is excluded (fixture)", () => {
  const written = (given: object) => harbour({ [limit]: { type: "number", default: 51, ...given } });
  const changes = diffDocuments(written({ maximum: 199 }), written({ exclusiveMaximum: 200 }));
  expect(changes.map(({ what }) => what)).toEqual(["maximum 199 → 200 excluded"]);
});
