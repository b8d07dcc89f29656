import type { Seed } from "./seed.ts";

const list = "/paths/~1ships/get";
const add = "/paths/~1ships/post";
const touch = "/paths/~1ships~1{shipId}/put";

const accepted = { description: "Accepted." };
const touching = { security: [], responses: { "202": accepted } };
const shipId = {
  name: "shipId",
  in: "path",
  required: true,
  schema: { $ref: "#/components/schemas/ShipId" },
};

/** Changes of operations: addresses, parameters, bodies, answers, and who is let in. */
export const operationSeeds: readonly Seed[] = [
  {
    change: "an operation removed",
    edits: { [touch]: undefined },
    verdicts: [["breaking", "PUT /ships/{shipId}", "removed"]],
  },
  {
    change: "a new operation",
    edits: { "/paths/~1berths": { get: { operationId: "ListBerths", ...touching } } },
    verdicts: [["compatible", "GET /berths", "new"]],
  },
  {
    change: "a path renamed",
    edits: {
      "/paths/~1ships~1{shipId}": undefined,
      "/paths/~1vessels~1{shipId}": {
        parameters: [shipId],
        put: { operationId: "TouchShip", ...touching },
      },
    },
    verdicts: [
      ["breaking", "PUT /vessels/{shipId}", "moved from PUT /ships/{shipId}"],
      ["breaking", "request body", "removed"],
    ],
  },
  {
    change: "a parameter of the path renamed",
    edits: {
      "/paths/~1ships~1{shipId}": undefined,
      "/paths/~1ships~1{id}": {
        parameters: [{ ...shipId, name: "id" }],
        put: {
          operationId: "TouchShip",
          ...touching,
          requestBody: { content: { "application/json": { schema: { type: "object" } } } },
        },
      },
    },
    verdicts: [
      ["breaking", "path shipId", "is called id, no longer shipId"],
      ["compatible", "request body", "maxProperties 3 → none"],
      ["compatible", "request body.*", "may be null"],
      ["compatible", "request body.*", "type string → any"],
      ["compatible", "request body.*", "maxLength 9 → none"],
    ],
  },
  {
    change: "an operation called by another name",
    edits: { [`${list}/operationId`]: "GetShips" },
    verdicts: [["breaking", "operation", "is called GetShips, no longer ListShips"]],
  },
  {
    change: "an operation deprecated",
    edits: { [`${list}/deprecated`]: true },
    verdicts: [["compatible", "operation", "deprecated"]],
  },
  {
    change: "a new optional parameter",
    edits: { [`${list}/parameters/2`]: { name: "after", in: "query", schema: { type: "string" } } },
    verdicts: [["compatible", "query after", "new"]],
  },
  {
    change: "a new required parameter",
    edits: {
      [`${list}/parameters/2`]: { name: "X-Port", in: "header", required: true, schema: { type: "string" } },
    },
    verdicts: [["breaking", "header X-Port", "new, required"]],
  },
  {
    change: "a parameter made required",
    edits: { [`${list}/parameters/1/required`]: true },
    verdicts: [["breaking", "query flag", "optional → required"]],
  },
  {
    change: "a parameter made optional, in other letter case",
    edits: { [`${add}/parameters/0/required`]: false, [`${add}/parameters/0/name`]: "idempotency-key" },
    verdicts: [["compatible", "header Idempotency-Key", "required → optional"]],
  },
  {
    change: "a parameter removed",
    edits: { [`${list}/parameters/1`]: undefined },
    verdicts: [["breaking", "query flag", "removed"]],
  },
  {
    change: "a body that may be left out",
    edits: { [`${add}/requestBody/required`]: false },
    verdicts: [["compatible", "request body", "required → optional"]],
  },
  {
    change: "a body that may not be left out any more",
    edits: { [`${touch}/requestBody/required`]: true },
    verdicts: [["breaking", "request body", "optional → required"]],
  },
  {
    change: "a new body that may be left out",
    edits: { [`${list}/requestBody`]: { content: { "text/plain": { schema: { type: "string" } } } } },
    verdicts: [["compatible", "request body", "new"]],
  },
  {
    change: "a new body that is required",
    edits: {
      [`${list}/requestBody`]: {
        required: true,
        content: { "text/plain": { schema: { type: "string" } } },
      },
    },
    verdicts: [["breaking", "request body", "new, required"]],
  },
  {
    change: "a content type no longer accepted",
    edits: { [`${add}/requestBody/content/text~1plain`]: undefined },
    verdicts: [["breaking", "request body", "text/plain removed"]],
  },
  {
    change: "a content type accepted",
    edits: { [`${touch}/requestBody/content/text~1plain`]: { schema: { type: "string" } } },
    verdicts: [["compatible", "request body", "text/plain new"]],
  },
  {
    change: "a content type no longer answered",
    edits: { [`${add}/responses/200/content/application~1cbor`]: undefined },
    verdicts: [["breaking", "answer 200", "application/cbor removed"]],
  },
  {
    change: "a body no longer answered",
    edits: { [`${list}/responses/200/content`]: undefined },
    verdicts: [["breaking", "answer 200", "body removed"]],
  },
  {
    change: "a body answered where there was none",
    edits: { [`${touch}/responses/202/content`]: { "text/plain": { schema: { type: "string" } } } },
    verdicts: [["compatible", "answer 202", "text/plain new"]],
  },
  {
    change: "a new status of success",
    edits: { [`${add}/responses/202`]: accepted },
    verdicts: [["breaking", "answer 202", "new"]],
  },
  {
    change: "a new status of failure",
    edits: { [`${touch}/responses/409`]: { $ref: "#/components/responses/NotFound" } },
    verdicts: [["compatible", "answer 409", "new"]],
  },
  {
    change: "a status of success removed",
    edits: { [`${touch}/responses/202`]: undefined, [`${touch}/responses/204`]: accepted },
    verdicts: [
      ["breaking", "answer 202", "removed"],
      ["breaking", "answer 204", "new"],
    ],
  },
  {
    change: "a status of failure removed",
    edits: { [`${list}/responses/404`]: undefined },
    verdicts: [["compatible", "answer 404", "removed"]],
  },
  {
    change: "a header removed",
    edits: { [`${list}/responses/200/headers/Link`]: undefined },
    verdicts: [["breaking", "answer 200 header Link", "removed"]],
  },
  {
    change: "a header made optional",
    edits: { [`${list}/responses/200/headers/X-Total/required`]: false },
    verdicts: [["breaking", "answer 200 header X-Total", "required → optional"]],
  },
  {
    change: "a header made required, and a new one",
    edits: {
      [`${list}/responses/200/headers/Link/required`]: true,
      [`${list}/responses/200/headers/X-Port`]: { schema: { type: "string" } },
    },
    verdicts: [
      ["compatible", "answer 200 header Link", "optional → required"],
      ["compatible", "answer 200 header X-Port", "new"],
    ],
  },
  {
    change: "a header of another type",
    edits: { [`${list}/responses/200/headers/X-Total/schema`]: { type: "string" } },
    verdicts: [["breaking", "answer 200 header X-Total", "type integer → string"]],
  },
];
