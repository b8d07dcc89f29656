import type { Seed } from "./seed.ts";

const list = "/paths/~1ships/get";
const touch = "/paths/~1ships~1{shipId}/put";

/** Changes of who is let in, of the ground that all operations stand on, and of words. */
export const accessSeeds: readonly Seed[] = [
  {
    change: "a token needed where none was",
    edits: { [`${touch}/security`]: undefined },
    verdicts: [["breaking", "security", "no token no longer suffices"]],
  },
  {
    change: "no token needed any more",
    edits: { [`${list}/security`]: [] },
    verdicts: [["compatible", "security", "no token suffices"]],
  },
  {
    change: "one more way in",
    edits: { [`${list}/security`]: [{ Bearer: [] }, { Key: [] }] },
    verdicts: [["compatible", "security", "Key suffices"]],
  },
  {
    change: "a key needed besides the token",
    edits: { [`${list}/security`]: [{ Bearer: [], Key: [] }] },
    verdicts: [["breaking", "security", "Bearer no longer suffices"]],
  },
  {
    change: "a scope needed",
    edits: { [`${list}/security`]: [{ Bearer: ["ships"] }] },
    verdicts: [["breaking", "security", "Bearer no longer suffices"]],
  },
  {
    change: "another security scheme by the same name",
    edits: { "/components/securitySchemes/Key/name": "X-Harbour-Key" },
    verdicts: [["breaking", "security scheme Key", "changed"]],
  },
  {
    change: "a hint at a security scheme",
    edits: { "/components/securitySchemes/Bearer/bearerFormat": "opaque" },
    verdicts: [["wording", "security scheme Bearer", "description"]],
  },
  {
    change: "a role removed",
    edits: { [`${list}/x-roles/1`]: undefined },
    verdicts: [["breaking", "roles", "App removed"]],
  },
  {
    change: "a role added",
    edits: { [`${list}/x-roles/2`]: "User" },
    verdicts: [["compatible", "roles", "User new"]],
  },
  {
    change: "every role let in",
    edits: { [`${list}/x-roles`]: [] },
    verdicts: [["compatible", "roles", "any role"]],
  },
  {
    change: "not every role let in any more",
    edits: { [`${touch}/x-roles`]: ["Admin"] },
    verdicts: [["breaking", "roles", "only Admin"]],
  },
  {
    change: "an operation that changes something now",
    edits: { [`${list}/x-changes-nothing`]: undefined },
    verdicts: [["breaking", "operation", "changes something now"]],
  },
  {
    change: "an operation that changes nothing any more",
    edits: { [`${touch}/x-changes-nothing`]: true },
    verdicts: [["compatible", "operation", "changes nothing any more"]],
  },
  {
    change: "another server",
    edits: { "/servers/0/url": "https://port.example" },
    verdicts: [
      ["breaking", "server https://harbour.example", "removed"],
      ["compatible", "server https://port.example", "new"],
    ],
  },
  {
    change: "a server described",
    edits: { "/servers/0/description": "The harbour" },
    verdicts: [["wording", "server https://harbour.example", "description"]],
  },
  {
    change: "other descriptions only",
    edits: {
      "/info/description": "Ships.",
      [`${list}/summary`]: "Ships",
      "/components/parameters/Limit/description": "At most.",
      "/components/schemas/Ship/properties/name/description": "What it is called.",
      "/components/responses/NotFound/description": "None.",
    },
    verdicts: [
      ["wording", "document", "info"],
      ["wording", "operation", "summary"],
      ["wording", "query limit", "description"],
      ["wording", "Ship.name", "description"],
      ["wording", "answer 404", "description"],
      ["wording", "answer 409", "description"],
    ],
  },
  {
    change: "other examples only",
    edits: {
      "/components/examples/some/summary": "A few",
      "/components/parameters/Limit/example": 3,
      "/components/schemas/Kind/examples": [1],
    },
    verdicts: [
      ["wording", "query limit", "example"],
      ["wording", "answer 200", "examples"],
      ["wording", "Kind", "examples"],
    ],
  },
  { change: "another version only", edits: { "/info/version": "1.3.0" }, verdicts: [] },
];
