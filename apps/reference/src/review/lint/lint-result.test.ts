import { expect, test } from "vitest";
import { type LintRun, lintResultOf } from "./lint-result.ts";

const problem = {
  rule: "hostscan/ids-are-guids",
  severity: "error",
  message: "No GUID.",
  place: "a.yaml #/",
} as const;
const run: LintRun = {
  linter: "Redocly 0",
  rules: [
    { name: "struct", severity: "error" },
    { name: "hostscan/ids-are-guids", severity: "error" },
    { name: "info-contact", severity: "off" },
  ],
  problems: [problem, { ...problem, message: "No GUID either." }],
};
const readme = "| Rule | What it asks for |\n| --- | --- |\n| `ids-are-guids` | `format: uuid` for ids |\n";

test("a run is told rule by rule: the house's own with their purpose, and those that the linter brings", () => {
  const { own, brought, problems } = lintResultOf(run, readme);
  expect(own).toEqual([
    { name: "hostscan/ids-are-guids", severity: "error", purpose: "`format: uuid` for ids", problems: 2 },
  ]);
  expect(brought.map(({ name, severity }) => [name, severity])).toEqual([
    ["info-contact", "off"],
    ["struct", "error"],
  ]);
  expect(problems).toBe(run.problems);
});

test.each([
  ["an own rule that the README does not tell of", "", "hostscan/ids-are-guids is not told of"],
  [
    "a rule of the README that does not hold",
    `${readme}| \`other\` | more |\n`,
    "hostscan/other does not hold",
  ],
])("%s is refused", (_what, text, fault) => {
  expect(() => lintResultOf(run, text)).toThrow(fault);
});
