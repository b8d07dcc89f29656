import { expect, test } from "vitest";
import { type Exchange, evaluate } from "./runtime-expression.ts";

const exchange: Exchange = {
  request: {
    path: { hostId: "a" },
    query: { limit: 2 },
    header: { "idempotency-key": "k" },
    body: ["x", "y"],
  },
  response: { header: { "x-request-id": "r" }, body: { hosts: [{ "a/b~c": null }] } },
};

test.each([
  ["$request.path.hostId", "a"],
  ["$request.query.limit", 2],
  ["$request.header.Idempotency-Key", "k"],
  ["$request.body", ["x", "y"]],
  ["$request.body#/1", "y"],
  ["$response.header.X-Request-Id", "r"],
  ["$response.body#/hosts/0/a~1b~0c", null],
  ["$response.body#/hosts/1/id", undefined],
  ["$request.path.jobId", undefined],
])("%s has its value", (expression, value) => {
  expect(evaluate(expression, exchange)).toEqual(value);
});

test.each(["$response.body.id", "$response.path.hostId", "response.body#/id", "$response.body#id", "$url"])(
  "%s is refused",
  (expression) => {
    expect(() => evaluate(expression, exchange)).toThrow(SyntaxError);
  },
);
