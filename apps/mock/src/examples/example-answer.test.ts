import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { readAnswers } from "./declared-answers.ts";
import { firstAnswer } from "./example-answer.ts";

const answers = readAnswers(openapiDocument);
const headers = new Headers();

test("an operation that the server does not carry out yet gets the first answer that it declares", () => {
  const override = firstAnswer(answers);
  expect(override({ operationId: "GetJobStatus", headers })).toEqual({
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: answers.get("GetJobStatus")?.get(200)?.examples.get("jobRunning"),
  });
  expect(override({ operationId: "CancelJob", headers })).toEqual({
    status: 202,
    headers: {},
    body: undefined,
  });
});

test("the document has no answer to what it has not", () => {
  expect(firstAnswer(answers)({ operationId: "Undeclared", headers })).toBeUndefined();
});
