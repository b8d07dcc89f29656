import { expect, test } from "vitest";
import { shiftOfSets, verdictOn } from "./shift.ts";

test("what may be sent must not shrink, what may come back must not grow", () => {
  expect(verdictOn("narrower", "request").impact).toBe("breaking");
  expect(verdictOn("wider", "request").impact).toBe("compatible");
  expect(verdictOn("narrower", "answer").impact).toBe("compatible");
  expect(verdictOn("wider", "answer").impact).toBe("breaking");
  expect(verdictOn("other", "request").impact).toBe("breaking");
  expect(verdictOn("other", "answer").impact).toBe("breaking");
});

test.each([
  [["a"], ["a"], undefined],
  [["a", "b"], ["a"], "narrower"],
  [["a"], ["a", "b"], "wider"],
  [["a"], ["b"], "other"],
])("from %j to %j: %s", (base, revision, shift) => {
  expect(shiftOfSets(new Set(base), new Set(revision))).toBe(shift);
});
