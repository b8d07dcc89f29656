import type { Seed } from "./seed.ts";

const ship = "/components/schemas/Ship";
const newShip = "/components/schemas/NewShip";
const kind = "/components/schemas/Kind";

/** Changes of what requests and answers hold. */
export const schemaSeeds: readonly Seed[] = [
  {
    change: "a member removed from an answer",
    edits: { [`${ship}/properties/name`]: undefined },
    verdicts: [["breaking", "Ship.name (answer)", "removed"]],
  },
  {
    change: "a member removed from a request",
    edits: { [`${newShip}/properties/length`]: undefined },
    verdicts: [["breaking", "NewShip.length (request)", "removed"]],
  },
  {
    change: "a new member in an answer",
    edits: { [`${ship}/properties/flag`]: { type: "string" } },
    verdicts: [["compatible", "Ship.flag (answer)", "new"]],
  },
  {
    change: "a new member in an answer that was to have no other",
    edits: { "/components/schemas/Problem/properties/detail": { type: "string" } },
    verdicts: [["breaking", "Problem.detail (answer)", "new"]],
  },
  {
    change: "a new optional member in a request",
    edits: { [`${newShip}/properties/flag`]: { type: "string" } },
    verdicts: [["compatible", "NewShip.flag (request)", "new"]],
  },
  {
    change: "a new required member in a request",
    edits: { [`${newShip}/properties/flag`]: { type: "string" }, [`${newShip}/required/1`]: "flag" },
    verdicts: [["breaking", "NewShip.flag (request)", "new, required"]],
  },
  {
    change: "a new required member in an answer",
    edits: { [`${ship}/properties/flag`]: { type: "string" }, [`${ship}/required/2`]: "flag" },
    verdicts: [["compatible", "Ship.flag (answer)", "new, required"]],
  },
  {
    change: "an optional member of a request required",
    edits: { [`${newShip}/required/1`]: "kind" },
    verdicts: [["breaking", "NewShip.kind (request)", "optional → required"]],
  },
  {
    change: "a required member of a request made optional",
    edits: { [`${newShip}/required`]: undefined },
    verdicts: [["compatible", "NewShip.name (request)", "required → optional"]],
  },
  {
    change: "an optional member of an answer required",
    edits: { [`${ship}/required/2`]: "name" },
    verdicts: [["compatible", "Ship.name (answer)", "optional → required"]],
  },
  {
    change: "a required member of an answer made optional",
    edits: { [`${ship}/required/1`]: undefined },
    verdicts: [["breaking", "Ship.kind (answer)", "required → optional"]],
  },
  {
    change: "an enumeration of requests and answers narrowed",
    edits: { [`${kind}/enum/2`]: undefined, [`${kind}/x-enum-varnames/2`]: undefined },
    verdicts: [
      ["breaking", "Kind (request)", "values without 2"],
      ["compatible", "Kind (answer)", "values without 2"],
    ],
  },
  {
    change: "an enumeration of requests and answers widened",
    edits: { [`${kind}/enum/3`]: 3, [`${kind}/x-enum-varnames/3`]: "Barge" },
    verdicts: [
      ["breaking", "Kind (answer)", "values with 3"],
      ["compatible", "Kind (request)", "values with 3"],
    ],
  },
  {
    change: "a value called by another name",
    edits: { [`${kind}/x-enum-varnames/1`]: "Packet" },
    verdicts: [
      ["breaking", "Kind (answer)", "1 is called Packet, no longer Ferry"],
      ["breaking", "Kind (request)", "1 is called Packet, no longer Ferry"],
    ],
  },
  {
    change: "values listed in a request",
    edits: { [`${newShip}/properties/length`]: { type: "integer", enum: [10, 20] } },
    verdicts: [
      ["breaking", "NewShip.length (request)", "may no longer be null"],
      ["breaking", "NewShip.length (request)", "only 10, 20 from now on"],
      ["compatible", "NewShip.length (request)", "minimum 1 → none"],
      ["compatible", "NewShip.length (request)", "maximum 500 → none"],
    ],
  },
  {
    change: "values no longer listed in an answer",
    edits: { [kind]: { type: "integer" } },
    verdicts: [
      ["breaking", "Kind (answer)", "values are no longer listed"],
      ["compatible", "Kind (request)", "values are no longer listed"],
    ],
  },
  {
    change: "a member of an answer nullable",
    edits: { [`${ship}/properties/name/type`]: ["string", "null"] },
    verdicts: [["breaking", "Ship.name (answer)", "may be null"]],
  },
  {
    change: "a reference in an answer no longer nullable",
    edits: { [`${ship}/properties/captain`]: { $ref: "#/components/schemas/Captain" } },
    verdicts: [["compatible", "Ship.captain (answer)", "may no longer be null"]],
  },
  {
    change: "a member of a request no longer nullable",
    edits: { [`${newShip}/properties/length/type`]: "integer" },
    verdicts: [["breaking", "NewShip.length (request)", "may no longer be null"]],
  },
  {
    change: "a reference in a request nullable",
    edits: {
      [`${newShip}/properties/captain`]: {
        anyOf: [{ $ref: "#/components/schemas/Captain" }, { type: "null" }],
      },
    },
    verdicts: [["compatible", "NewShip.captain (request)", "may be null"]],
  },
  {
    change: "another type",
    edits: { [`${ship}/properties/length`]: { type: "string" } },
    verdicts: [["breaking", "Ship.length (answer)", "type integer → string"]],
  },
  {
    change: "an integer of a request any number",
    edits: { [`${newShip}/properties/length/type`]: ["number", "null"] },
    verdicts: [["compatible", "NewShip.length (request)", "type integer → number"]],
  },
  {
    change: "an integer of an answer any number",
    edits: { [`${ship}/properties/length/type`]: "number" },
    verdicts: [["breaking", "Ship.length (answer)", "type integer → number"]],
  },
  {
    change: "any type in an answer",
    edits: { [`${ship}/properties/name`]: { description: "Its name." } },
    verdicts: [
      ["breaking", "Ship.name (answer)", "may be null"],
      ["breaking", "Ship.name (answer)", "type string → any"],
      ["breaking", "Ship.name (answer)", "minLength 1 → 0"],
      ["breaking", "Ship.name (answer)", "maxLength 60 → none"],
    ],
  },
  {
    change: "a schema called by another name",
    edits: {
      "/components/schemas/ShipId": undefined,
      "/components/schemas/VesselId": { type: "string", format: "uuid" },
      [`${ship}/properties/id/$ref`]: "#/components/schemas/VesselId",
      "/paths/~1ships~1{shipId}/parameters/0/schema/$ref": "#/components/schemas/VesselId",
    },
    verdicts: [["breaking", "ShipId", "schema removed"]],
  },
  {
    change: "a member inside a schema that holds itself",
    edits: { "/components/schemas/Captain/properties/name/maxLength": 70 },
    verdicts: [
      ["breaking", "Captain.name (answer)", "maxLength 60 → 70"],
      ["compatible", "Captain.name (request)", "maxLength 60 → 70"],
    ],
  },
];
