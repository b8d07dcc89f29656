import type { Seed } from "./seed.ts";

const ship = "/components/schemas/Ship/properties";
const newShip = "/components/schemas/NewShip/properties";
const attributes = "/paths/~1ships~1{shipId}/put/requestBody/content/application~1json/schema";
const list = "/paths/~1ships/get/responses/200/content/application~1json/schema";
const limit = "/components/parameters/Limit/schema";

/** Changes of how long, how many, how large, and by which rule. */
export const limitSeeds: readonly Seed[] = [
  {
    change: "a limit of a request tightened",
    edits: { [`${newShip}/name/maxLength`]: 50, [`${newShip}/length/minimum`]: 2 },
    verdicts: [
      ["breaking", "NewShip.name (request)", "maxLength 60 → 50"],
      ["breaking", "NewShip.length (request)", "minimum 1 → 2"],
    ],
  },
  {
    change: "a limit of a request loosened",
    edits: { [`${newShip}/name/maxLength`]: undefined, [`${newShip}/length/minimum`]: 0 },
    verdicts: [
      ["compatible", "NewShip.name (request)", "maxLength 60 → none"],
      ["compatible", "NewShip.length (request)", "minimum 1 → 0"],
    ],
  },
  {
    change: "a limit of an answer tightened",
    edits: { [`${ship}/name/maxLength`]: 50, [`${ship}/length/minimum`]: 2 },
    verdicts: [
      ["compatible", "Ship.name (answer)", "maxLength 60 → 50"],
      ["compatible", "Ship.length (answer)", "minimum 1 → 2"],
    ],
  },
  {
    change: "a limit of an answer loosened",
    edits: { [`${ship}/name/maxLength`]: 70, [`${ship}/length/maximum`]: undefined },
    verdicts: [
      ["breaking", "Ship.name (answer)", "maxLength 60 → 70"],
      ["breaking", "Ship.length (answer)", "maximum 500 → none"],
    ],
  },
  {
    change: "fewer items in a request",
    edits: { [`${newShip}/ports/minItems`]: 2, [`${newShip}/ports/maxItems`]: 4 },
    verdicts: [
      ["breaking", "NewShip.ports (request)", "minItems 1 → 2"],
      ["breaking", "NewShip.ports (request)", "maxItems 5 → 4"],
    ],
  },
  {
    change: "more items in an answer",
    edits: { [`${list}/maxItems`]: 200 },
    verdicts: [["breaking", "answer 200", "maxItems 100 → 200"]],
  },
  {
    change: "shorter items in a request",
    edits: { [`${newShip}/ports/items/maxLength`]: 8 },
    verdicts: [["breaking", "NewShip.ports[] (request)", "maxLength 9 → 8"]],
  },
  {
    change: "any items in an answer",
    edits: { [`${ship}/holds/items`]: undefined },
    verdicts: [["breaking", "Ship.holds[] (answer)", "type number → any"]],
  },
  {
    change: "the limit itself admitted",
    edits: { [`${limit}/exclusiveMaximum`]: undefined, [`${limit}/maximum`]: 200 },
    verdicts: [["compatible", "query limit", "maximum 199 → 200"]],
  },
  {
    change: "the limit itself no longer admitted",
    edits: { [`${limit}/exclusiveMinimum`]: 1 },
    verdicts: [["breaking", "query limit", "minimum 1 → 2"]],
  },
  {
    change: "another pattern in a request",
    edits: { [`${newShip}/name/pattern`]: "^[A-Za-z]" },
    verdicts: [["breaking", "NewShip.name (request)", "pattern ^[A-Z] → ^[A-Za-z]"]],
  },
  {
    change: "a pattern dropped from a request",
    edits: { [`${newShip}/name/pattern`]: undefined },
    verdicts: [["compatible", "NewShip.name (request)", "pattern ^[A-Z] → none"]],
  },
  {
    change: "a format for answers",
    edits: { [`${ship}/name/format`]: "date-time" },
    verdicts: [["compatible", "Ship.name (answer)", "format none → date-time"]],
  },
  {
    change: "larger integers in a request",
    edits: { [`${limit}/format`]: "int64" },
    verdicts: [["compatible", "query limit", "format int32 → int64"]],
  },
  {
    change: "items of a request unique",
    edits: { [`${newShip}/ports/uniqueItems`]: true },
    verdicts: [["breaking", "NewShip.ports (request)", "uniqueItems none → true"]],
  },
  {
    change: "no members but the named ones in a request",
    edits: { "/components/schemas/NewShip/additionalProperties": false },
    verdicts: [["breaking", "NewShip.* (request)", "no other members any more"]],
  },
  {
    change: "other members in an answer that was to have none",
    edits: { "/components/schemas/Problem/additionalProperties": undefined },
    verdicts: [["breaking", "Problem.* (answer)", "other members"]],
  },
  {
    change: "shorter members and fewer of them",
    edits: { [`${attributes}/additionalProperties/maxLength`]: 8, [`${attributes}/maxProperties`]: 2 },
    verdicts: [
      ["breaking", "request body", "maxProperties 3 → 2"],
      ["breaking", "request body.*", "maxLength 9 → 8"],
    ],
  },
  {
    change: "another default",
    edits: { [`${limit}/default`]: 20 },
    verdicts: [["breaking", "query limit", "default 50 → 20"]],
  },
  {
    change: "a default where there was none",
    edits: { [`${newShip}/name/default`]: "Anna" },
    verdicts: [["compatible", "NewShip.name (request)", 'default none → "Anna"']],
  },
  {
    change: "a default of an answer",
    edits: { [`${ship}/name/default`]: "Anna" },
    verdicts: [["wording", "Ship.name", 'default none → "Anna"']],
  },
];
