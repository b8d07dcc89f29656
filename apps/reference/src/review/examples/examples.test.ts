import type { JsonObject } from "@hostscan/contract/generate";
import { expect, test } from "vitest";
import { reviewedOperations } from "../operation.ts";
import { createJudge, refuseInvalid } from "../read-review.ts";

const operation = {
  operationId: "Put",
  summary: "Keep a host",
  tags: ["Hosts"],
  "x-source": "Host/Put",
  requestBody: {
    content: {
      "application/json": {
        schema: { $ref: "#/components/schemas/Host" },
        examples: {
          named: { summary: "By name", value: { name: "a" } },
          other: { $ref: "#/components/examples/Odd" },
        },
      },
    },
  },
  responses: { "409": { $ref: "#/components/responses/No" }, "204": { description: "Kept." } },
};

const document: JsonObject = {
  paths: { "/hosts/{id}": { put: operation } },
  components: {
    schemas: { Host: { type: "object", required: ["name"], properties: { name: { type: "string" } } } },
    examples: { Odd: { value: {} } },
    responses: {
      No: { content: { "text/plain": { schema: { type: "string" }, examples: { no: { value: "No." } } } } },
    },
  },
};

const [put] = reviewedOperations(document, createJudge(document));

test("the examples of a document (fixture) are found by operation and held against their schemas", () => {
  expect(put?.examples).toEqual([
    {
      ...{ status: undefined, mediaType: "application/json", name: "named", summary: "By name" },
      ...{ value: { name: "a" }, faults: [] },
    },
    {
      ...{ status: undefined, mediaType: "application/json", name: "other", summary: "" },
      ...{ value: {}, faults: ["it must have required property 'name'"] },
    },
    { status: 409, mediaType: "text/plain", name: "no", summary: "", value: "No.", faults: [] },
  ]);
});

test("an operation is told with what names it, and with what it declares", () => {
  expect(put).toMatchObject({
    ...{
      id: "Put",
      method: "PUT",
      path: "/hosts/{id}",
      summary: "Keep a host",
      tag: "Hosts",
      source: "Host/Put",
    },
    ...{ statuses: [204, 409], samples: [] },
  });
});

test("an example that does not fit its schema (fixture) is refused by its name", () => {
  const refusal = () => refuseInvalid(put ? [put] : []);
  expect(refusal).toThrow("Put, request, other: it must have required property 'name'");
  expect(refusal).not.toThrow("named");
});
