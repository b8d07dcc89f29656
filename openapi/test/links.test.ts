import { describe, expect, test } from "vitest";
import { type Link, type MediaType, type Operation, operationsOf, readDocument } from "./document.ts";
import { type Exchange, evaluate } from "./runtime-expression.ts";
import { faultOf } from "./validation.ts";

const document = await readDocument();
const operations = operationsOf(document).map(({ operation }) => operation);

function operationNamed(operationId: string): Operation {
  return operations.find((operation) => operation.operationId === operationId) ?? expect.fail(operationId);
}

/** Each body that the document shows; undefined alone where there is none. */
function bodiesOf(content: Readonly<Record<string, MediaType>> = {}): unknown[] {
  // Other forms of a list have no members to be led on by.
  const inJson = Object.entries(content).filter(
    ([type]) => !["text/csv", "application/jsonl"].includes(type),
  );
  const examples = inJson.flatMap(([, media]) => Object.values(media.examples));
  return examples.length === 0 ? [undefined] : examples.map(({ value }) => value);
}

/** Each exchange that the examples of an operation make, for one of its answers. */
function exchangesOf({ parameters = [], requestBody, responses }: Operation, status: string): Exchange[] {
  const sent = (place: string) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place)
        .map(({ name, example }) => [place === "header" ? name.toLowerCase() : name, example]),
    );
  const { headers = {}, content } = responses[status] ?? expect.fail(status);
  const header = Object.fromEntries(
    Object.entries(headers).map(([name, { example }]) => [name.toLowerCase(), example]),
  );
  const request = { path: sent("path"), query: sent("query"), header: sent("header") };
  return bodiesOf(requestBody?.content).flatMap((body) =>
    bodiesOf(content).map((answer) => ({
      request: { ...request, body },
      response: { header, body: answer },
    })),
  );
}

interface PlacedLink {
  readonly from: Operation;
  readonly operationId: string;
  readonly status: string;
  readonly name: string;
  readonly link: Link;
}

const links: PlacedLink[] = operations.flatMap((from) =>
  Object.entries(from.responses).flatMap(([status, { links: named = {} }]) =>
    Object.entries(named).map(([name, link]) => ({
      from,
      operationId: from.operationId,
      status,
      name,
      link,
    })),
  ),
);

/** What a link gives: the parameter, or the body, by its expression, and every schema that it must fit. */
function givenBy({ operationId, parameters = {}, requestBody }: Link) {
  const target = operationNamed(operationId);
  const values = Object.entries(parameters).map(([name, expression]) => {
    const taken = target.parameters?.find((parameter) => parameter.name === name);
    return { name, expression, schemas: taken ? [taken.schema] : [] };
  });
  const schemas = Object.values(target.requestBody?.content ?? {}).map(({ schema }) => schema);
  return requestBody ? [...values, { name: "body", expression: requestBody, schemas }] : values;
}

describe.each(links)("the link $name of the answer $status of $operationId", ({ from, status, link }) => {
  const given = givenBy(link);
  const exchanges = exchangesOf(from, status);

  test("gives every parameter that the call must have", () => {
    const { parameters = [] } = operationNamed(link.operationId);
    const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
    expect(given.map(({ name }) => name)).toEqual(expect.arrayContaining(required));
  });

  test.each(given)("gives a $name that fits, in every example", ({ expression, schemas }) => {
    expect([exchanges, schemas]).not.toContainEqual([]);
    for (const exchange of exchanges) {
      for (const schema of schemas) expect(faultOf(schema, evaluate(expression, exchange))).toBeNull();
    }
  });
});

/** Operations whose answers hold nothing that another one takes. */
const endsThere = ["Signin2fa", "Sigin2fa"];

test("every operation leads on, but for those that sign in", () => {
  const leading = new Set(links.map(({ operationId }) => operationId));
  const others = operations.map(({ operationId }) => operationId).filter((id) => !leading.has(id));
  expect(others.toSorted()).toEqual(endsThere.toSorted());
});
