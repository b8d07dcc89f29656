import { expect, test } from "vitest";
import { bodyProblem, MAX_ERRORS, validationProblem } from "./validation-problem.ts";

const errors = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `/${index}`, message: "" }));

test("every error is listed up to the most that a problem lists", () => {
  const problem = validationProblem(errors(MAX_ERRORS));

  expect(problem.errors).toHaveLength(MAX_ERRORS);
  expect(problem.detail).toBe("The request is invalid.");
});

test("a longer list is cut, and says so", () => {
  const problem = validationProblem(errors(MAX_ERRORS + 1), "Two rules are broken.");

  expect(problem.errors).toEqual(errors(MAX_ERRORS));
  expect(problem.detail).toBe("Two rules are broken. Only the first 100 errors are listed.");
});

test("the whole body is the empty JSON Pointer", () => {
  expect(bodyProblem("is missing").errors).toEqual([{ path: "", message: "is missing" }]);
});
