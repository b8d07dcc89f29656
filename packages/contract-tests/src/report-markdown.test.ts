import { expect, test } from "vitest";
import type { PromiseVerdict } from "./promise.ts";
import type { Report } from "./report.ts";
import { reportAsMarkdown } from "./report-markdown.ts";

const finding = { operationId: "GetJob", status: 200, where: "body", message: "has a | in it" };
const check = { name: "a job is told", cells: [], needs: [], promises: [], run: async () => {} };
const kept: PromiseVerdict = { id: "kept", verdict: "kept", said: [{ place: "a.yaml#/b", says: "It is." }] };
const report = (more: Partial<Report>): Report => ({
  document: { version: "4.2.0", sha256: "a1" },
  reached: "function",
  operations: [],
  results: [],
  findings: [],
  observed: [],
  unobserved: [],
  promises: [kept],
  ...more,
});

test("where nothing is wrong, no heading says so", () => {
  const text = reportAsMarkdown(report({ results: [{ check, missing: [], findings: [] }] }));
  expect(text).not.toContain("## What is wrong");
  expect(text).toContain("- **1 checks:** 1 run, 0 findings\n");
  expect(text).toContain("| kept | ✓ kept | It is. |");
});

test("what is wrong is listed under its check, once", () => {
  const results = [{ check, missing: [], findings: [finding, finding] }];
  expect(reportAsMarkdown(report({ results, findings: [finding, finding] }))).toContain(
    "## What is wrong\n\n- a job is told\n  - GetJob 200: body: has a \\| in it\n\n## Promises\n",
  );
});

test("a promise that no sentence makes has an empty cell, and of several the first is told", () => {
  const said = [...kept.said, ...kept.said];
  const promises: PromiseVerdict[] = [
    { id: "silent", verdict: "unseen", said: [], why: "by nobody" },
    { id: "said-twice", verdict: "broken", said },
  ];
  const text = reportAsMarkdown(report({ promises }));
  expect(text).toContain("| silent | – cannot be seen: by nobody |  |");
  expect(text).toContain("| said-twice | ✗ broken | It is. (and 1 more) |");
});
