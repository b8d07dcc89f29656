import { expect, test } from "vitest";
import { operationWith } from "../../test/operations.ts";
import { recordingScope } from "../output/imports.ts";
import { emitRoutes } from "./routes.ts";

test("a route says what the document says, and validates by the table", () => {
  const scope = recordingScope();
  const operation = operationWith(
    {
      summary: "Scan",
      parameters: [
        { $ref: "#/components/parameters/Id" },
        { name: "q", in: "query", schema: { type: "string" } },
      ],
      requestBody: {
        required: true,
        content: { "application/json": { schema: { type: "string" }, example: "a" } },
      },
      responses: {
        "200": { description: "Yes.", content: { "application/json": { schema: { type: "integer" } } } },
        "202": { description: "Accepted." },
        "409": { $ref: "#/components/responses/Conflict" },
      },
    },
    {
      parameters: { Id: { name: "id", in: "path", required: true, schema: { type: "string" } } },
      responses: { Conflict: { description: "Conflict." } },
    },
  );
  expect(emitRoutes([operation], scope)).toBe(`export const routes = {
  Scan: createRoute({
    method: "post",
    path: "/scan/{id}",
    operationId: "Scan",
    "x-roles": ["Admin"],
    security: [{ Bearer: [] }],
    summary: "Scan",
    parameters: [
      { $ref: "#/components/parameters/Id" },
      { name: "q", in: "query", schema: { type: "string" } },
    ],
    request: {
      params: undocumented(operationTable.Scan.params),
      query: undocumented(operationTable.Scan.query),
      body: {
        required: true,
        content: {
          "application/json": {
            schema: documented(operationTable.Scan.body.schema, { type: "string" }),
            example: "a",
          },
        },
      },
    },
    responses: {
      200: {
        description: "Yes.",
        content: {
          "application/json": {
            schema: documented(z.number().check(integer()), { type: "integer" }),
          },
        },
      },
      202: {
        description: "Accepted.",
      },
      409: responses.Conflict,
    },
  }),
} as const;
`);
  expect(scope.imports()).toContain(
    'import { documented, integer, undocumented } from "./runtime/index.ts";',
  );
});

test("a route without parameters and body has no request", () => {
  expect(emitRoutes([operationWith({})], recordingScope())).not.toContain("request:");
});
