import { expect, test } from "vitest";
import { nameProblem } from "./name.ts";

test.each(["svc-scan", "Dienstkonto für Züge", "a".repeat(255)])("%s is a name", (name) => {
  expect(nameProblem(name)).toBeUndefined();
});

test.each([
  ["", "must neither be empty"],
  [" svc", "begin or end with a space"],
  ["svc\n", "begin or end with a space"],
  ["a\u001b[2Jb", "control character"],
  ["a\ud83d", "no half of one"],
  ["a".repeat(256), "at most 255"],
  ["3FA85F64-5717-4562-b3fc-2c963f66afa6", "look like an id"],
])("%j is none", (name, problem) => {
  expect(nameProblem(name)).toContain(problem);
});
