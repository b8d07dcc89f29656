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
    security: "Bearer",
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

test("the security scheme is named, and null says that anyone may call", () => {
  expect(table({ security: [{ FirstStep: [] }] })).toContain('security: "FirstStep",');
  expect(table({ security: [] })).toContain("security: null,");
});

test("an operation says who may call it, in one way", () => {
  expect(() => table({ security: null })).toThrow("/security: must be an array");
  expect(() => table({ security: [{ A: [] }, { B: [] }] })).toThrow("supported is one security scheme");
  expect(() => table({ security: [{ A: ["read"] }] })).toThrow("scopes are not supported");
});

test("a body may be declared as several content types, if it is the same under each", () => {
  const schema = { type: "string" };
  const content = { "application/json": { schema }, "text/plain": { schema } };
  expect(table({ requestBody: { content } })).toContain('contentTypes: ["application/json", "text/plain"],');
  const other = { ...content, "text/plain": { schema: { type: "integer" } } };
  expect(() => table({ requestBody: { content: other } })).toThrow("supported is one schema");
});

test("a body has content, and an operation roles", () => {
  expect(() => table({ requestBody: {} })).toThrow("/requestBody: has no content");
  expect(() => table({ "x-roles": null })).toThrow("/x-roles: must be an array");
});
