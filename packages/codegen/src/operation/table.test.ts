import { expect, test } from "vitest";
import { operationWith } from "../../test/operations.ts";
import { recordingScope } from "../output/imports.ts";
import { emitTable } from "./table.ts";

const table = (members: object) => emitTable([operationWith(members)], recordingScope());

test("an entry says how to route, who may call, and what is answered", () => {
  const problem = { description: "No.", content: { "application/problem+json": { schema: {} } } };
  const responses = { "202": { description: "Accepted." }, "404": problem };
  expect(table({ summary: "Scan a host", responses })).toBe(`export const operationTable = {
  /** Scan a host. */
  Scan: {
    operationId: "Scan",
    method: "post",
    path: "/scan/{id}",
    routingPath: "/scan/:id",
    roles: ["Admin"],
    responses: { 202: null, 404: "application/problem+json" },
  },
} as const satisfies Record<string, OperationDefinition>;
`);
});

test("a body is required only where the document says so", () => {
  const body = { content: { "application/json": { schema: { type: "string" } } } };
  expect(table({ requestBody: body })).toContain("required: false,");
  expect(table({ requestBody: { ...body, required: true } })).toContain("required: true,");
});

test("a body has content, and an operation roles", () => {
  expect(() => table({ requestBody: {} })).toThrow("/requestBody: has no content");
  expect(() => table({ "x-roles": null })).toThrow("/x-roles: must be an array");
});
