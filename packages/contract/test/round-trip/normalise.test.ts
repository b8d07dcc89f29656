import { expect, test } from "vitest";
import { normalise } from "./normalise.ts";

const problem = { description: "A problem." };

test("a response given by reference is written out in its place", () => {
  const document = {
    paths: { "/a": { get: { responses: { "400": { $ref: "#/components/responses/Problem" } } } } },
    components: { responses: { Problem: problem } },
  };
  expect(normalise(document)).toEqual({
    ...document,
    paths: { "/a": { get: { responses: { "400": problem } } } },
  });
});

test("references to anything else stay references", () => {
  const document = {
    paths: { "/a": { get: { parameters: [{ $ref: "#/components/parameters/Problem" }] } } },
    components: { parameters: { Problem: { name: "a" } }, responses: { Problem: problem } },
  };
  expect(normalise(document)).toEqual(document);
});

test("empty webhooks are left out, others are not", () => {
  const webhooks = { scanned: { post: {} } };
  expect(normalise({ openapi: "3.1.1", webhooks: {} })).toEqual({ openapi: "3.1.1" });
  expect(normalise({ openapi: "3.1.1", webhooks })).toEqual({ openapi: "3.1.1", webhooks });
});

test("what differs in any other way still differs", () => {
  expect(normalise({ paths: { "/a": {} } })).not.toEqual(normalise({ paths: { "/b": {} } }));
});
