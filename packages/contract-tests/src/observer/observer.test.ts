import { expect, test } from "vitest";
import { createObserver } from "./observer.ts";

const answer = {
  headers: {
    "X-Free": { required: true },
    "X-Count": { schema: { type: "integer" } },
  },
  content: {
    "text/json": {},
    "application/problem+json": { schema: { type: ["object", "null"] } },
  },
};

/** A document that leaves open what a schema could tell, below a base path. */
const document = {
  paths: {
    "/jobs/{id}": { get: { operationId: "read", responses: { "200": answer } } },
    "/jobs/all": { get: { operationId: "list", responses: { "200": { description: "Empty." } } } },
  },
};

async function observed(path: string, response: Response, base = "http://host.test/base/") {
  const observer = createObserver(document, base);
  await observer.send(async () => response, new Request(`http://host.test${path}`));
  return observer;
}

const headers = { "X-Free": "anything", "Content-Type": "text/json" };

test("asks no more than the document says", async () => {
  const { findings, coverage } = await observed("/base/jobs/7", new Response("7", { headers }));
  expect(findings).toEqual([]);
  expect(coverage.has({ operationId: "read", status: 200 })).toBe(true);
});

test("judges a number in a header as a number, and text as none", async () => {
  const seen = (count: string) =>
    observed("/base/jobs/7", new Response("7", { headers: { ...headers, "X-Count": count } }));
  expect((await seen("7")).findings).toEqual([]);
  expect((await seen("seven")).findings).toEqual([
    { operationId: "read", status: 200, where: "header X-Count", message: '"seven" must be integer' },
  ]);
});

test.each(["null", "{}", '{"status":null}', '{"status":200}'])(
  "takes a problem without a status, or with the right one: %s",
  async (body) => {
    const type = { ...headers, "Content-Type": "application/problem+json; charset=utf-8" };
    expect((await observed("/base/jobs/7", new Response(body, { headers: type }))).findings).toEqual([]);
  },
);

test("names the content types that are declared", async () => {
  const { findings } = await observed("/base/jobs/7", new Response("7", { headers: { "X-Free": "" } }));
  expect(findings[0]?.message).toBe("is text/plain;charset=UTF-8, not text/json or application/problem+json");
});

test("prefers a path without parameters, and looks below the base path only", async () => {
  const { findings, coverage } = await observed("/base/jobs/all", new Response("surplus"));
  expect(findings).toEqual([
    { operationId: "list", status: 200, where: "body", message: "there is one, but none is declared" },
  ]);
  expect(coverage.has({ operationId: "read", status: 200 })).toBe(false);
  for (const path of ["/jobs/all", "/base/jobs", "/base/jobs/"]) {
    expect((await observed(path, new Response("surplus"))).findings).toEqual([]);
  }
});

test("a wrapped fetch gives the answer on, with a body or without", async () => {
  const { wrap, findings } = createObserver(document, "http://host.test");
  const request = () => new Request("http://host.test/jobs/all");
  const empty = await wrap(async () => new Response(null, { status: 202 }))(request());
  expect([empty.status, empty.body]).toEqual([202, null]);
  const full = await wrap(async () => new Response("text", { headers: { "X-A": "b" } }))(request());
  expect([await full.text(), full.headers.get("X-A")]).toEqual(["text", "b"]);
  expect(findings.map(({ message }) => message)).toEqual([
    "is not declared",
    "there is one, but none is declared",
  ]);
});
