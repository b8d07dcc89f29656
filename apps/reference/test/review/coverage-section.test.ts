import { expect, test } from "vitest";
import type { Coverage } from "../../src/review/conformance/coverage.ts";
import { coverageSection } from "../../src/review/conformance/coverage-section.ts";
import { fixtureReview } from "./fixture-review.ts";
import { markupOf, textOf } from "./markup-text.ts";

const { coverage, operations } = fixtureReview;
const { record } = coverage;

const shown = (changes: Partial<Coverage>) => coverageSection({ ...coverage, ...changes }, operations).body;
const cells = async (changes: Partial<Coverage>) =>
  [...(await markupOf(shown(changes))).matchAll(/<td class="(\w+)" data-cell="([^"]+)">/g)].map(
    ([, state, cell]) => `${cell} ${state}`,
  );

test("a run (fixture) is told: when, how, what was found, and what became of each answer", async () => {
  const text = await textOf(shown({}));
  expect(text).toContain(
    "1 finding The conformance kit called a server on the same machine, and was done at 2026-01-02 03:04 UTC:",
  );
  expect(text).toContain("1 of 2 checks run, 1 finding, 3 of 4 declared answers observed.");
  expect(text).toContain(
    "What the server got wrong\nOperation\nStatus\nWhere\nWhat\nListHosts\n404\nbody\nis missing",
  );
  expect(text).toContain("ListHosts\n500\nneeds internal fault");
  expect(await cells({})).toEqual([
    "ListHosts 200 observed",
    "ListHosts 204 undeclared",
    "ListHosts 404 observed",
    "ListHosts 500 unobserved",
    "PutHost 200 undeclared",
    "PutHost 204 observed",
    "PutHost 404 undeclared",
    "PutHost 500 undeclared",
  ]);
});

test("a run (fixture) that found nothing wrong is judged by what it saw", async () => {
  if (!record) throw new Error("the fixture has a record");
  const faultless = { ...record, checks: [] };
  expect(await markupOf(shown({ record: faultless }))).toContain('<span class="badge warning">3 of 4</span>');
  const whole = await markupOf(shown({ record: { ...faultless, unobserved: [] } }));
  expect(whole).toContain('<span class="badge good">3 of 3</span>');
  expect(whole).not.toContain("not observed, and why");
});

test("a run (fixture) of another document is shown as stale", async () => {
  const text = await textOf(
    shown({ state: "stale", document: { version: "1.2.0", sha256: "fedcba98765432" } }),
  );
  expect(text).toContain(
    "Stale: 3 of 4 Not of this document: the run was of 1.1.0 (0123456789ab), and this is 1.2.0 (fedcba987654).",
  );
  expect(text).toContain("Run pnpm review:coverage.");
});

test("without a run the page says what makes one, and shows what is declared", async () => {
  const nothing = { state: "none", record: undefined } as const;
  expect(await textOf(shown(nothing))).toContain(
    "Not measured Not measured in this build: run pnpm review:coverage.",
  );
  expect((await cells(nothing)).filter((cell) => !cell.endsWith("undeclared"))).toEqual([
    "ListHosts 200 unmeasured",
    "ListHosts 404 unmeasured",
    "ListHosts 500 unmeasured",
    "PutHost 204 unmeasured",
  ]);
});
