import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { readAnswers } from "./declared-answers.ts";
import { firstAnswer } from "./example-answer.ts";

const answers = readAnswers(openapiDocument);
const call = { headers: new Headers(), requestId: "call-1" };

test("an operation that the server does not carry out yet gets the first answer that it declares", () => {
  const override = firstAnswer(answers);
  expect(override({ operationId: "GetJobStatus", ...call })).toEqual({
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: answers.get("GetJobStatus")?.get(200)?.examples.get("jobRunning"),
  });
  expect(override({ operationId: "CancelJob", ...call })).toEqual({
    status: 202,
    headers: {},
    body: undefined,
  });
});

test("the document has no answer to what it has not", () => {
  expect(firstAnswer(answers)({ operationId: "Undeclared", ...call })).toBeUndefined();
});
