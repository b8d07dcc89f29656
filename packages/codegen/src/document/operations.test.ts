import { expect, test } from "vitest";
import type { JsonObject } from "./json.ts";
import { operationsOf } from "./operations.ts";
import { Place } from "./place.ts";

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
  ["a range of statuses", { get: { ...get, responses: { "2XX": {} } } }, "status 2XX is not supported"],
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
