import { openapiDocument } from "@hostscan/contract/document";
import { servedOperations } from "@hostscan/server";
import { expect, test } from "vitest";
import { readAnswers } from "./declared-answers.ts";
import { unservedAnswer } from "./example-answer.ts";

const answers = readAnswers(openapiDocument);
const headers = new Headers();

test("an operation that the server does not carry out yet gets the first answer that it declares", () => {
  const standIn = unservedAnswer(answers, new Set(["Get"]));
  expect(standIn({ operationId: "GetJobStatus", headers })).toEqual({
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: answers.get("GetJobStatus")?.get(200)?.examples.get("jobRunning"),
  });
  expect(standIn({ operationId: "CancelJob", headers })).toEqual({
    status: 202,
    headers: {},
    body: undefined,
  });
});

test("one that it carries out is left to it, which is all of them", () => {
  const standIn = unservedAnswer(answers, servedOperations);
  expect([...answers.keys()].map((operationId) => standIn({ operationId, headers }))).toEqual(
    [...answers.keys()].map(() => undefined),
  );
});
