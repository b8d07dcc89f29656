import { expect, test } from "vitest";
import { onMain, since } from "../../test/review/reports.ts";
import type { DiffReport } from "../diff/index.ts";
import type { Review } from "./review.ts";
import { verdictOn } from "./verdict.ts";

function reviewOf(diff: DiffReport, released = diff, severities: readonly string[] = []): Review {
  const problems = severities.map((severity) => ({ severity, place: "a:1", rule: "r", message: "m" }));
  const types = { added: 0, removed: 0, lines: [] };
  return {
    from: diff.base.from,
    lint: { problems, ruleset: { from: [], more: 0, own: 0 } },
    comparison: { diff, released, types, client: { before: [], now: [] } },
  };
}

test.each<[line: string, diff: DiffReport, released?: DiffReport]>([
  ["✅ No change of the document since release 1.0.0", since("1.0.0", [])],
  [
    "✅ The same API, in other words: 2 changes since release 1.0.0; version 1.0.1 is right",
    since("1.0.1", ["wording", "wording"]),
  ],
  ["✅ Compatible: 1 change since release 1.0.0; version 1.1.0 is right", since("1.1.0", ["compatible"])],
  [
    "✅ Compatible: 1 change since release 1.0.0; to be released as 1.1.0 or later",
    since("1.0.0", ["compatible"]),
  ],
  [
    "✅ Compatible: 1 change since release 1.0.0; version 1.0.1 is too small, 1.1.0 the least",
    since("1.0.1", ["compatible"]),
  ],
  [
    "⚠️ Breaking, as the major version says: 2 changes since release 1.0.0; version 2.0.0 is right",
    since("2.0.0", ["breaking", "compatible"]),
  ],
  [
    "⚠️ Breaking, but for no caller of release 1.0.0: 1 change since main at abc1234; version 1.1.0 is right",
    onMain("1.1.0", "1.1.0", ["breaking"]),
    since("1.1.0", ["compatible"]),
  ],
  [
    "⚠️ Breaking, as the major version says: 1 change since main at abc1234; version 2.0.0 is right",
    onMain("2.0.0", "2.0.0", ["breaking"]),
    since("2.0.0", ["breaking"]),
  ],
  [
    "✅ Compatible: 1 change since main at abc1234; version 1.0.0 stays",
    onMain("1.0.0", "1.0.0", ["compatible"]),
    since("1.0.0", []),
  ],
])("%s", (line, diff, released) => {
  expect(verdictOn(reviewOf(diff, released))).toEqual({ outcome: "fine", line });
});

test("breaking changes without a major version fail, though the main branch has them too", () => {
  const diff = onMain("1.1.0", "1.1.0", []);
  expect(verdictOn(reviewOf(diff, since("1.1.0", ["breaking", "breaking"])))).toEqual({
    outcome: "failed",
    line: "❌ 2 breaking changes since release 1.0.0 need a major version: 2.0.0, not 1.1.0",
  });
});

test("errors of lint fail, and warnings do not", () => {
  const diff = since("1.1.0", ["compatible"]);
  expect(verdictOn(reviewOf(diff, diff, ["warn", "error", "error"]))).toEqual({
    outcome: "failed",
    line: "❌ 2 lint problems",
  });
  expect(verdictOn(reviewOf(diff, diff, ["warn"])).outcome).toBe("fine");
});
