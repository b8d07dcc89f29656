import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { checksOf } from "../src/checks/index.ts";
import { operationsOf } from "../src/document/operations.ts";
import { createKit, type Finding, type PromiseId, promiseIds, unseenReason } from "../src/index.ts";
import { brokenPromises } from "./broken-promises/index.ts";
import type { BrokenPromise } from "./broken-promises/mutant.ts";
import { fixtureTarget } from "./fixture-target.ts";

const seen = promiseIds.filter((id) => unseenReason(id) === undefined);
const checks = checksOf(operationsOf({ ...openapiDocument }));

test("each promise of the document that can be seen has a check or is judged by every answer, and is broken by a server", () => {
  const tried = new Set(brokenPromises.map(({ promise }) => promise));
  expect(seen.filter((id) => !tried.has(id))).toEqual([]);
  const shown = new Set(checks.flatMap(({ promises }) => promises));
  expect(promiseIds.filter((id) => unseenReason(id) !== undefined && shown.has(id))).toEqual([]);
});

/** What large bodies show; promises of every answer are shown by small ones. */
const heavy: readonly PromiseId[] = ["body-bytes", "body-values", "list-bounds", "bounds", "limit-default"];

/** Whether a finding is of an answer; an error in the kit itself, or in the mutant, has no status. */
const isOfServer = ({ status }: Finding) => status !== 0;

/** Runs the checks of a promise until one finds something; those of a promise that every answer must keep are all of them. */
async function killer({ promise, make }: BrokenPromise): Promise<string | undefined> {
  const kit = await createKit(fixtureTarget(make()));
  const own = kit.checks.filter(({ promises }) => promises.includes(promise));
  const light = kit.checks.filter(({ promises }) => !heavy.some((each) => promises.includes(each)));
  for (const check of own.length > 0 ? own : light) {
    const { findings } = await kit.run(check);
    const told = findings.filter(isOfServer);
    if (own.length > 0 ? told.length > 0 : told.some((finding) => finding.promise === promise))
      return check.name;
  }
  return undefined;
}

const named = brokenPromises.map((each) => [each.promise, each.fault, each] as const);

test.concurrent.each(named)("%s: %s does not survive (fixture)", async (_promise, _fault, broken) => {
  expect(await killer(broken)).toBeDefined();
});
