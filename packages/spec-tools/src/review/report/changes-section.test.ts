import { expect, test } from "vitest";
import { onMain, since } from "../../../test/review/reports.ts";
import type { DiffReport, Impact } from "../../diff/index.ts";
import { changesSection } from "./report.ts";

const sectionOf = (diff: DiffReport, released = diff) =>
  changesSection(
    { diff, released, types: { added: 0, removed: 0, lines: [] }, client: { before: [], now: [] } },
    10_000,
  ).body;
const many = Array<Impact>(20).fill("compatible");

test("what did not change takes a line", () => {
  expect(sectionOf(since("1.0.0", []))).toBe("none since release 1.0.0.");
  expect(sectionOf(onMain("1.0.0", "1.0.0", []), since("1.0.0", []))).toBe(
    "none since main at abc1234, nor since release 1.0.0.",
  );
});

test("what the main branch has changed before is told beside", () => {
  expect(sectionOf(onMain("1.1.0", "1.1.0", []), since("1.1.0", ["compatible"]))).toBe(
    "Since main at abc1234: none. Since release 1.0.0: 0 breaking, 1 compatible, 0 wording. No caller of 1.0.0 breaks.",
  );
});

test("many changes are folded away, unless one of them breaks callers", () => {
  expect(sectionOf(since("1.1.0", many))).toContain("<details><summary>20 changes</summary>");
  expect(sectionOf(since("1.1.0", ["breaking", ...many]))).toContain(
    "<details open><summary>21 changes</summary>",
  );
  expect(sectionOf(since("1.1.0", ["compatible"]))).not.toContain("<details");
});

test("what only people read is counted, and not listed", () => {
  expect(sectionOf(since("1.0.1", ["wording"]))).toBe(
    "0 breaking, 0 compatible, 1 wording. No caller of 1.0.0 breaks.",
  );
});
