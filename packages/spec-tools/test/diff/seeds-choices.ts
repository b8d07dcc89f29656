import type { Seed } from "./seed.ts";

const ship = "/components/schemas/Ship/properties";
const newShip = "/components/schemas/NewShip/properties";
const captain = { $ref: "#/components/schemas/Captain" };
const kind = { $ref: "#/components/schemas/Kind" };
const named = { type: "object", required: ["name"], properties: { name: { type: "string", maxLength: 60 } } };

/** Changes of choices, of schemas put together, and of what is written in another way. */
export const choiceSeeds: readonly Seed[] = [
  {
    change: "a type of a request become a choice",
    edits: {
      [`${newShip}/name`]: {
        oneOf: [
          { type: "string", minLength: 1, maxLength: 60, pattern: "^[A-Z]" },
          { type: "integer", minimum: 1 },
        ],
      },
    },
    verdicts: [["compatible", "NewShip.name (request)", "type string → string or integer"]],
  },
  {
    change: "a reference of an answer become a choice between two",
    edits: { [`${ship}/captain`]: { oneOf: [captain, kind, { type: "null" }] } },
    verdicts: [["breaking", "Ship.captain (answer)", "choice with one schema"]],
  },
  {
    change: "a choice that may be null by one of its schemas",
    edits: { [`${newShip}/captain`]: { anyOf: [captain, { type: ["object", "null"], properties: {} }] } },
    verdicts: [
      ["compatible", "NewShip.captain (request)", "may be null"],
      ["compatible", "NewShip.captain (request)", "choice with one schema"],
    ],
  },
  {
    change: "a reference of a request put together with more",
    edits: { [`${newShip}/captain`]: { allOf: [captain, named] } },
    verdicts: [["breaking", "NewShip.captain.name (request)", "optional → required"]],
  },
  {
    change: "a limit of integers that is written as excluded",
    edits: {
      [`${newShip}/length`]: { type: ["integer", "null"], exclusiveMinimum: 0, exclusiveMaximum: 501 },
    },
    verdicts: [],
  },
  {
    change: "a member of a request that asks for another",
    edits: { "/components/schemas/NewShip/dependentRequired": { captain: ["kind"] } },
    verdicts: [["breaking", "NewShip (request)", 'dependentRequired none → {"captain":["kind"]}']],
  },
  {
    change: "a member of a request that is no longer answered",
    edits: { [`${newShip}/name/writeOnly`]: true },
    verdicts: [["breaking", "NewShip.name (request)", "writeOnly none → true"]],
  },
  {
    change: "an error of its own become one of its class",
    edits: {
      "/paths/~1ships/get/responses/404": undefined,
      "/paths/~1ships/get/responses/4XX": { $ref: "#/components/responses/NotFound" },
    },
    verdicts: [["compatible", "answer 4XX", "new"]],
  },
];
