import { type OpenApiDocument, openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { readAnswers } from "./declared-answers.ts";

const answers = readAnswers(openapiDocument);

test("an answer has its content type, its required headers and its examples, by their names", () => {
  expect(answers.get("GetJobStatus")?.get(429)).toEqual({
    status: 429,
    contentType: "application/problem+json",
    headers: {
      "Retry-After": "12",
      RateLimit: '"token";r=0;t=12',
      "RateLimit-Policy": '"token";q=600;w=60',
    },
    examples: new Map([["rateLimited", expect.objectContaining({ status: 429 })]]),
  });
  expect(answers.get("CancelJob")?.get(202)).toEqual({
    status: 202,
    contentType: undefined,
    headers: {},
    examples: new Map(),
  });
});

test("Allow has the methods of the path, whatever the one example of it says", () => {
  const allowed = (id: string) => answers.get(id)?.get(405)?.headers;
  expect(allowed("Get")).toEqual({ Allow: "GET, POST" });
  expect(allowed("CancelJob")).toEqual({ Allow: "DELETE, GET" });
});

const document = (response: object): OpenApiDocument =>
  JSON.parse(
    JSON.stringify({
      openapi: "3.1.1",
      info: { title: "Fixture", version: "1" },
      paths: { "/": { get: { operationId: "Read", responses: { 200: response } } } },
      components: {},
    }),
  );

test("an example without a name is called example (fixture)", () => {
  const read = readAnswers(document({ content: { "application/json": { example: 3 } } }));
  expect(read.get("Read")?.get(200)?.examples).toEqual(new Map([["example", 3]]));
});

test.each([
  ["a body without an example", { content: { "application/json": {} } }, "Read 200: no example of the body"],
  [
    "an example without a value",
    { content: { "application/json": { examples: { one: { summary: "One" } } } } },
    "Read 200: the example one has no value",
  ],
  [
    "a required header without an example",
    { headers: { "Retry-After": { required: true } } },
    "Read 200: no example of the header Retry-After",
  ],
  [
    "a reference that leads nowhere",
    { $ref: "#/components/responses/Gone" },
    "nothing at #/components/responses/Gone",
  ],
  ["a header that is none", { headers: { Link: 7 } }, "7 is no object"],
])("%s is not served (fixture)", (_name, response, says) => {
  expect(() => readAnswers(document(response))).toThrow(says);
});
