import { expect, test } from "vitest";
import { createKit } from "../src/index.ts";
import { fixtureTarget } from "./fixture-target.ts";
import { expectKilled } from "./killed.ts";
import { mutants } from "./mutants.ts";

const named = mutants.map((mutant) => [mutant.operation, mutant.fault, mutant] as const);

test.each(named)("%s: %s does not survive (fixture of the port)", async (_operation, _fault, mutant) => {
  // Without a host to scan, no check waits for a job that a mutant never lets end.
  const { scannable: _, ...target } = fixtureTarget({ answer: mutant.answer });
  await expectKilled(mutant, target);
});

test("of each operation a mutant is tried", async () => {
  const { checks } = await createKit(fixtureTarget());
  const operations = new Set(checks.flatMap(({ cells }) => cells.map(({ operationId }) => operationId)));
  const tried = new Set(mutants.map(({ operation }) => operation));
  expect([...operations].filter((operation) => !tried.has(operation))).toEqual([]);
});
