import { expect, test } from "vitest";
import { contentsOf, mergeParameters, operationsOf, readParameter } from "./operations.ts";
import { type JsonObject, Place } from "./place.ts";

const get = { operationId: "GetJob", responses: { "200": { description: "The job." } } };

const read = (paths: Record<string, object>, components = {}) => {
  const document: JsonObject = JSON.parse(JSON.stringify({ paths, components }));
  return operationsOf(new Place(document));
};

test("operations are read in the order of the document", () => {
  const paths = {
    "/b": { post: { ...get, operationId: "B" }, get: { ...get, operationId: "A" } },
    "/a": { get },
  };
  expect(read(paths).map(({ method, path, id }) => `${method} ${path} ${id}`)).toEqual([
    "get /b A",
    "post /b B",
    "get /a GetJob",
  ]);
});

test("parameters of the path, the body and the responses are followed to where they are written", () => {
  const operation = {
    operationId: "Scan",
    requestBody: { $ref: "#/components/requestBodies/Ids" },
    responses: { "200": { $ref: "#/components/responses/Job" }, "202": { description: "Accepted." } },
  };
  const components = {
    requestBodies: { Ids: { content: {} } },
    responses: { Job: { description: "The job." } },
  };
  const [scan] = read(
    { "/a": { parameters: [{ name: "id", in: "path", schema: {} }], "x-note": 1, post: operation } },
    components,
  );
  expect(scan?.parameters.map(({ key }) => key)).toEqual(["id"]);
  expect(scan?.body?.value).toEqual({ content: {} });
  expect(scan?.responses.map(({ status, component, place }) => [status, component, place.value])).toEqual([
    ["200", "Job", { description: "The job." }],
    ["202", undefined, { description: "Accepted." }],
  ]);
});

test.each(["get", "put", "post", "delete", "options", "head", "patch", "trace"])(
  "%s is a method",
  (method) => {
    expect(read({ "/a": { [method]: get } }).map((operation) => operation.method)).toEqual([method]);
  },
);

test("an operation without a body has none", () => {
  expect(read({ "/a": { get } })[0]?.body).toBeUndefined();
});

test.each([
  ["no operationId", { get: { responses: {} } }, "#/paths/~1a/get: has no operationId"],
  [
    "an operationId with blanks",
    { get: { ...get, operationId: "get job" } },
    "operationId get job is no identifier",
  ],
  [
    "an operationId used before",
    { get, post: get },
    "#/paths/~1a/post: operationId GetJob is also that of #/paths/~1a/get",
  ],
  ["no responses", { get: { operationId: "A" } }, "#/paths/~1a/get: has no responses"],
  ["a range of no class", { get: { ...get, responses: { "6XX": {} } } }, "status 6XX is not supported"],
  ["a status of four digits", { get: { ...get, responses: { 2000: {} } } }, "status 2000 is not supported"],
  ["a status that ends like one", { get: { ...get, responses: { "0200": {} } } }, "status 0200 is not"],
  ["a default response", { get: { ...get, responses: { default: {} } } }, "status default is not supported"],
  ["servers of its own", { get, servers: [] }, "#/paths/~1a/servers: servers of a path is not supported"],
  [
    "a shared response whose name is no identifier",
    { get: { ...get, responses: { "200": { $ref: "#/components/responses/a-b" } } } },
    "unsupported $ref",
  ],
])("an operation with %s is not supported", (_what, item, problem) => {
  expect(() => read({ "/a": item }, { responses: { "a-b": {} } })).toThrow(problem);
});

test("a document without paths is none", () => {
  expect(() => operationsOf(new Place({}))).toThrow("#: has no paths");
});

const root = {
  components: {
    schemas: { Limit: { type: "integer", default: 50 } },
    parameters: { After: { name: "after", in: "query", schema: {} } },
  },
};

const parameterOf = (parameter: Record<string, string | boolean | object>) =>
  readParameter(new Place(JSON.parse(JSON.stringify(parameter))).object(), root);

test("a parameter is read with the schema behind its reference, and the default there", () => {
  const limit = parameterOf({ name: "limit", in: "query", schema: { $ref: "#/components/schemas/Limit" } });
  expect(limit).toMatchObject({ name: "limit", group: "query", key: "limit", required: false });
  expect(limit.schema.value).toEqual({ $ref: "#/components/schemas/Limit" });
  expect(limit.resolved.value).toEqual(root.components.schemas.Limit);
  expect(limit.preset?.value).toBe(50);
});

test("a header is known by its name in lower case", () => {
  const header = parameterOf({ name: "Idempotency-Key", in: "header", required: true, schema: {} });
  expect(header).toMatchObject({
    name: "Idempotency-Key",
    group: "headers",
    key: "idempotency-key",
    required: true,
  });
});

test("what only describes a parameter is passed over", () => {
  const described = { description: "An id.", deprecated: true, example: "a", examples: {} };
  const { key, place } = parameterOf({ name: "a", in: "query", schema: {}, ...described });
  expect([key, place.value["description"]]).toEqual(["a", "An id."]);
});

test("other places and ways of serialisation are not supported", () => {
  expect(() => parameterOf({ name: "a", in: "cookie", schema: {} })).toThrow(
    "#/in: parameters in cookie are not supported",
  );
  expect(() => parameterOf({ name: "a", in: "query", style: "form", schema: {} })).toThrow(
    "#: style of a parameter",
  );
  expect(() => parameterOf({ name: "a", in: "query" })).toThrow("#: has no schema");
});

test("an operation's own parameter replaces that of its path", () => {
  const path = new Place([
    { name: "id", in: "path", required: false, schema: {} },
    { $ref: "#/components/parameters/After" },
  ]);
  const own = new Place([
    { name: "id", in: "path", required: true, schema: {} },
    { name: "id", in: "query", schema: {} },
  ]);
  const merged = mergeParameters(root, path, own, undefined);
  expect(merged.map(({ group, key, required }) => [group, key, required])).toEqual([
    ["params", "id", true],
    ["query", "after", false],
    ["query", "id", false],
  ]);
});

test("the media types of a body are found, each with its schema; what has no content is empty", () => {
  const content = { "application/json": { schema: { type: "string" } }, "text/plain": { schema: {} } };
  expect(contentsOf(new Place({ content })).map(({ type, schema }) => [type, schema.value])).toEqual([
    ["application/json", { type: "string" }],
    ["text/plain", {}],
  ]);
  expect(contentsOf(new Place({ description: "Accepted." }))).toEqual([]);
});

test("a media type without a schema is not supported", () => {
  expect(() => contentsOf(new Place({ content: { "a/b": {} } }))).toThrow("#/content/a~1b: has no schema");
});
