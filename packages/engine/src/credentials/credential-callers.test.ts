import { expect, test } from "vitest";
import { readCallers } from "./credential-callers.ts";

test.each([
  [["all"], null],
  [
    ["app:portal", " user:Alice "],
    ["app:portal", "user:alice"],
  ],
  [["token:ci", "token:ci"], ["token:ci"]],
  [["app:Portal"], ["app:Portal"]],
  [["oidc:https://login.example#auth0|4711"], ["oidc:https://login.example#auth0|4711"]],
])("%j are callers", (texts, callers) => {
  expect(readCallers(texts)).toEqual({ callers });
});

test.each([
  [[], "must name a caller"],
  [[""], "is no caller"],
  [["all", "app:portal"], "is no caller"],
  [["portal"], "is no caller"],
  [["app:"], "is no caller"],
  [["subject:1"], "is no caller"],
  [["app:a\u0000b"], "is no caller"],
  [Array.from({ length: 1_001 }, (_, index) => `app:${index}`), "at most 1000"],
])("%j are none", (texts, problem) => {
  expect(readCallers(texts)).toEqual({ problem: expect.stringContaining(problem) });
});
