import { describe, expect, test } from "vitest";
import { evaluate } from "../../test/generate/evaluate.ts";
import { operationWith } from "../../test/generate/operation-with.ts";
import { emitParameters, emitRoutes, routesFile } from "./routes.ts";
import { recordingScope } from "./text.ts";

const emit = (...parameters: object[]) => emitParameters(operationWith({ parameters }), recordingScope());

/** What the query of an operation with one parameter `p` makes of values of it; those it refuses are left out. */
function parsed(parameter: object, values: unknown[]): unknown[] {
  const [query = ""] = emit({ name: "p", in: "query", ...parameter });
  const schema = evaluate(query.replace("query: ", "").replace(/,$/, ""));
  const queries = values.map((p) => (p === undefined ? {} : { p }));
  return queries
    .map((value) => schema.safeParse(value))
    .flatMap(({ success, data }) => (success ? [data] : []));
}

describe("a parameter", () => {
  test("that is a string is given once", () => {
    expect(parsed({ schema: { type: "string" } }, ["a", "", ["a", "b"]])).toEqual([{ p: "a" }, { p: "" }]);
  });

  test("that is an integer is read strictly", () => {
    const schema = { type: "integer", maximum: 10 };
    expect(parsed({ schema }, ["7", "11", "", "1e1", "7.0", ["7", "7"]])).toEqual([{ p: 7 }]);
  });

  test("that is a boolean is one of two words", () => {
    expect(parsed({ schema: { type: "boolean" } }, ["true", "1"])).toEqual([{ p: true }]);
  });

  test("may be absent, must be there, or has a default", () => {
    const schema = { type: "integer" };
    expect(parsed({ schema }, [undefined])).toEqual([{}]);
    expect(parsed({ schema, required: true }, [undefined])).toEqual([]);
    expect(parsed({ schema: { ...schema, default: 50 } }, [undefined, "7"])).toEqual([{ p: 50 }, { p: 7 }]);
  });

  test.each([
    [{ type: "array", items: {} }, "a parameter or header of type array is not supported"],
    [{}, "a parameter or header of type unknown is not supported"],
    [{ type: ["string", "null"] }, "a parameter or header must have one type"],
  ])("of schema %j is not supported", (schema, problem) => {
    expect(() => emit({ name: "p", in: "query", schema })).toThrow(problem);
  });
});

test("parameters stand in groups", () => {
  const schema = { type: "string" };
  const emitted = emit(
    { name: "id", in: "path", required: true, schema },
    { name: "If-Match", in: "header", description: "The version.", schema },
    { name: "filter[name]", in: "query", schema },
    { name: "sort", in: "query", schema },
  );
  expect(emitted).toEqual([
    "params: z.compile(z.object({ id: z.string() })),",
    'headers: z.compile(z.object({ "if-match": z.string().exactOptional() })),',
    'query: z.compile(z.object({ "filter[name]": z.string().exactOptional(), sort: z.string().exactOptional() })),',
  ]);
});

const json = (schema: object) => ({ content: { "application/json": { schema } } });

test("a route has the schemas of its requests and answers, and nothing that only people read", () => {
  const responses = { Conflict: { description: "It is there.", ...json({ type: "integer" }) } };
  const operation = operationWith(
    {
      summary: "Scan",
      description: "Scans at length.",
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      requestBody: { required: true, ...json({ type: "string", example: "a" }) },
      responses: {
        "200": { description: "Yes.", ...json({ type: "integer" }) },
        "202": { description: "Accepted it." },
        "409": { $ref: "#/components/responses/Conflict" },
      },
    },
    { responses },
  );
  const { name, text } = routesFile([operation]);
  expect(name).toBe("routes.ts");
  expect(text).toBe(`// Generated from the OpenAPI document by packages/contract/src/generate; do not edit.
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { integer } from "../runtime.ts";

const responses = {
  Conflict: {
    description: "Conflict",
    content: { "application/json": { schema: z.number().check(integer()) } },
  },
};

export const routes = {
  /** Scan. */
  Scan: createRoute({
    operationId: "Scan",
    method: "post",
    path: "/scan/{id}",
    "x-roles": ["Admin"],
    security: [{ Bearer: [] }],
    request: {
      params: z.compile(z.object({ id: z.string() })),
      body: { required: true, content: { "application/json": { schema: z.compile(z.string()) } } },
    },
    responses: {
      200: { description: "OK", content: { "application/json": { schema: z.number().check(integer()) } } },
      202: { description: "Accepted" },
      409: responses.Conflict,
    },
  }),
} as const;
`);
});

const routes = (members: object) => emitRoutes([operationWith(members)], recordingScope());

test("a route without parameters and body has no request", () => {
  expect(routes({})).not.toContain("request:");
});

test("a route without a summary has no comment", () => {
  expect(routes({})).toMatch(/^export const routes = \{\n {2}Scan: createRoute/);
});

test("an answer may have several media types, each with its schema", () => {
  const content = { "application/json": { schema: { type: "string" } }, "text/plain": { schema: {} } };
  const text = routes({ responses: { "200": { description: "Yes.", content } } });
  expect(text).toContain('"application/json": { schema: z.string() },');
  expect(text).toContain('"text/plain": { schema: z.unknown() } },');
});

describe("the headers of an answer", () => {
  const answer = (headers: object, components = {}) =>
    emitRoutes(
      [operationWith({ responses: { "204": { description: "Done.", headers } } }, components)],
      recordingScope(),
    );
  const text = { schema: { type: "string" } };

  test("stand under their names in lower case, as they come off the wire", () => {
    const wait = { required: true, schema: { type: "integer", format: "int32" } };
    expect(answer({ "Retry-After": wait, Link: text })).toContain(
      'headers: z.object({ "retry-after": wireInteger(z.int32()), link: z.string().exactOptional() })',
    );
  });

  test("are followed to where they are written, and so are their schemas", () => {
    const schemas = { Id: { type: "string" } };
    const headers = { Id: { required: true, schema: { $ref: "#/components/schemas/Id" } } };
    expect(answer({ "X-Id": { $ref: "#/components/headers/Id" } }, { headers, schemas })).toContain(
      'headers: z.object({ "x-id": schemas.Id })',
    );
  });

  test("are left out where there are none", () => {
    expect(answer({})).not.toContain("headers:");
  });

  test("are plain ones", () => {
    expect(() => answer({ Link: { ...text, explode: true } })).toThrow(
      "/headers/Link: explode of a header is not supported",
    );
    expect(() => answer({ Link: {} })).toThrow("/headers/Link: has no schema");
    expect(() => answer({ Link: { schema: { type: "array", items: {} } } })).toThrow(
      "/headers/Link/schema: a parameter or header of type array is not supported",
    );
  });
});

test("an answer that operations share is written once", () => {
  const responses = { Conflict: { description: "It is there." } };
  const shared = { responses: { "409": { $ref: "#/components/responses/Conflict" } } };
  const operation = operationWith(shared, { responses });
  const { text } = routesFile([operation, operation]);
  expect(text.split('Conflict: { description: "Conflict" },')).toHaveLength(2);
});

test("a status without a reason phrase is described by itself", () => {
  expect(routes({ responses: { "299": { description: "Odd." } } })).toContain('299: { description: "299" },');
});

test("a body is required only where the document says so", () => {
  const body = json({ type: "string" });
  expect(routes({ requestBody: body })).toContain("required: false,");
  expect(routes({ requestBody: { ...body, required: true } })).toContain("required: true,");
});

test("the security scheme is named, and none says that anyone may call", () => {
  expect(routes({ security: [{ FirstStep: [] }] })).toContain("security: [{ FirstStep: [] }],");
  expect(routes({ security: [] })).toContain("security: [],");
});

test("an operation says who may call it, in one way", () => {
  expect(() => routes({ security: null })).toThrow("/security: must be an array");
  expect(() => routes({ security: [{ A: [] }, { B: [] }] })).toThrow("supported is one security scheme");
  expect(() => routes({ security: [{ A: ["read"] }] })).toThrow("scopes are not supported");
});

test("a body may be declared as several content types, if it is the same under each", () => {
  const schema = { type: "string" };
  const content = { "application/json": { schema }, "text/plain": { schema } };
  expect(routes({ requestBody: { content } })).toContain('"text/plain": { schema: z.compile(z.string()) },');
  const other = { ...content, "text/plain": { schema: { type: "integer" } } };
  expect(() => routes({ requestBody: { content: other } })).toThrow("supported is one schema");
});

test("a body has content, and an operation roles", () => {
  expect(() => routes({ requestBody: {} })).toThrow("/requestBody: has no content");
  expect(() => routes({ "x-roles": null })).toThrow("/x-roles: must be an array");
});
