import { describe, expect, test } from "vitest";
import { type MediaType, operationsOf, readDocument, readStory } from "./document.ts";
import { exchangesIn, isPartOf } from "./story.ts";

const document = await readDocument();
const operations = operationsOf(document);
const story = exchangesIn(document.info.description);

/** The operation that a call is of, and the values in its path. */
function operationAt(method: string, path: string) {
  for (const placed of operations) {
    const pattern = placed.path.replaceAll(/\{\w+\}/g, "([0-9a-f-]{36})");
    const [all, ...ids] = new RegExp(`^${pattern}$`).exec(path) ?? [];
    if (all && placed.method === method) return { operation: placed.operation, ids };
  }
  return expect.fail(`no operation is at ${method} ${path}`);
}

const shown = (content: Readonly<Record<string, MediaType>> = {}) =>
  Object.values(content).flatMap(({ examples }) => Object.values(examples).map(({ value }) => value));

describe.each(story.map((told, at) => ({ ...told, at })))(
  "the introduction: $method $path gets $status",
  ({ method, path, sent, status, mediaType, answer, at }) => {
    const { operation, ids } = operationAt(method, path);
    const content = operation.responses[status]?.content ?? {};

    test("the call is part of an example", () => {
      const examples = shown(operation.requestBody?.content);
      expect(
        sent === undefined ? examples : examples.filter((example) => isPartOf(sent, example)),
      ).toHaveLength(sent === undefined ? 0 : 1);
    });

    test("the answer is part of an example, under its media type", () => {
      expect(Object.keys(operation.responses)).toContain(status);
      expect(Object.keys(content)).toEqual(mediaType === undefined ? [] : [mediaType]);
      if (answer === undefined) expect(shown(content)).toEqual([]);
      else expect(shown(content).filter((example) => isPartOf(answer, example))).toHaveLength(1);
    });

    test("an id in the path was told before", () => {
      const told = JSON.stringify(story.slice(0, at).map((earlier) => earlier.answer));
      for (const id of ids) expect(told).toContain(id);
    });
  },
);

test("the introduction signs in by the samples of the two steps", () => {
  const [, told] = /^```shell\n(.*?)^```$/ms.exec(document.info.description) ?? [];
  const samples = ["SigninBody", "Signin2fa"].map((id) => {
    const step = operations.find(({ operation }) => operation.operationId === id)?.operation;
    return step?.["x-codeSamples"].find(({ label }) => label === "curl")?.source;
  });
  expect(told).toBe(samples.join(""));
});

test("the introduction names every variable that a sample takes from the environment", () => {
  const samples = operations.flatMap(({ operation }) => operation["x-codeSamples"]);
  const named = samples.flatMap(({ source }) => [...source.matchAll(/\$env:(\w+)|\b([A-Z_]+) = ""/g)]);
  const taken = new Set(named.map(([, powershell, typescript]) => powershell ?? typescript ?? ""));
  expect(taken.size).toBeGreaterThan(0);
  for (const variable of taken) expect(document.info.description).toMatch(new RegExp(`\\b${variable}\\b`));
});

const toldCalls = story.map(({ method, path }) => operationAt(method, path).operation.operationId);

test("the introduction schedules, watches, cancels, scans again, and cancels what has ended", () => {
  expect(toldCalls).toEqual([
    "PostListOfIdsAsync",
    "GetJobStatus",
    "CancelJob",
    "GetJobStatus",
    "ByHostId",
    "GetJobStatusForHost",
    "CancelJob",
  ]);
  expect(story.map(({ status }) => status).filter((status) => status !== "200")).toEqual(["202", "400"]);
});

test("the workflow makes the same calls, and between them what the introduction says in words", async () => {
  const { workflows } = await readStory();
  const made = workflows.flatMap(({ steps }) => steps.map(({ operationId }) => operationId));
  const left = made.reduce((rest, call) => (rest[0] === call ? rest.slice(1) : rest), toldCalls);
  expect(left, made.join(", ")).toEqual([]);
});

test.each([
  [{ a: 1 }, { a: 1, b: 2 }, true],
  [{ a: 1, c: 1 }, { a: 1 }, false],
  [[{ a: 1 }], [{ a: 1, b: 1 }], true],
  [[{ a: 1 }], [{ a: 1 }, { a: 2 }], false],
  [{ a: null }, {}, false],
  [{ a: null }, { a: null }, true],
])("%j is part of %j: %s", (part, whole, verdict) => {
  expect(isPartOf(part, whole)).toBe(verdict);
});

test.each(["```http\nGET /jobs\n```\n", "```http\nHTTP/1.1 200 OK\n```\n\n```http\nGET /jobs\n```\n"])(
  "a call without an answer is refused",
  (markdown) => {
    expect(() => exchangesIn(markdown)).toThrow(SyntaxError);
  },
);
