import { expect } from "vitest";
import { createKit, type Target } from "../src/index.ts";
import type { Mutant } from "./mutants.ts";

/** Expects that the kit, run against a target with the mutant's fault, finds what gives the mutant away. */
export async function expectKilled({ operation, status, finding }: Mutant, target: Target): Promise<void> {
  const kit = await createKit(target);
  const isFound = (findings: readonly object[]) =>
    findings.some((found) => expect.objectContaining(finding).asymmetricMatch(found));
  const [likely = [], others = []] = [true, false].map((shows) =>
    kit.checks.filter(
      ({ cells }) => cells.some((cell) => cell.operationId === operation && cell.status === status) === shows,
    ),
  );
  for (const check of [...likely, ...others]) {
    if (isFound((await kit.run(check)).findings)) break;
  }
  expect(kit.report().findings).toContainEqual(expect.objectContaining(finding));
}
