import type { Seed } from "./seed.ts";

const touch = "/components/links/Touch";
const links = "/paths/~1ships/post/responses/200/links";
const spot = "answer 200 link touch";

/** Changes of links, which programs may follow. */
export const linkSeeds: readonly Seed[] = [
  {
    change: "a link removed",
    edits: { [`${links}/touch`]: undefined },
    verdicts: [["breaking", spot, "removed"]],
  },
  {
    change: "a new link",
    edits: { [`${links}/list`]: { operationId: "ListShips", description: "List all ships." } },
    verdicts: [["compatible", "answer 200 link list", "new"]],
  },
  {
    change: "a link to another operation",
    edits: { [`${touch}/operationId`]: "ListShips" },
    verdicts: [["breaking", spot, "leads elsewhere"]],
  },
  {
    change: "a link with another value",
    edits: { [`${touch}/parameters/shipId`]: "$response.body#/name" },
    verdicts: [["breaking", spot, "leads elsewhere"]],
  },
  {
    change: "a link described in other words",
    edits: { [`${touch}/description`]: "Touch it." },
    verdicts: [["wording", spot, "description"]],
  },
  {
    change: "a link written in place instead of referred to",
    edits: {
      [`${links}/touch`]: {
        description: "Touch the ship.",
        operationId: "TouchShip",
        parameters: { shipId: "$response.body#/id" },
      },
    },
    verdicts: [],
  },
];
