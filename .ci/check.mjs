// Every check of the project, one after another; all of them run, whatever fails.
// The last line is `N passed, N failed`, counting each test and each step.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUpSystem } from "./setup.mjs";

const inCi = Boolean(process.env.CI);
const scratch = mkdtempSync(join(tmpdir(), "hostscan-check-"));
const report = join(scratch, "vitest.json");
let passed = 0;
const failures = [];

/** Counts one check and says its name where it fails. */
function count(name, ok) {
  if (ok) passed += 1;
  else failures.push(name);
}

function step(name, command) {
  process.stdout.write(`\n== ${name}: ${command}\n`);
  const { status } = spawnSync(command, { shell: true, stdio: "inherit" });
  count(name, status === 0);
  return status === 0;
}

/** Adds the tests of the run to the count; a test that did not run is a failure in CI. */
function countTests() {
  let result;
  try {
    result = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return;
  }
  for (const file of result.testResults) {
    if (file.assertionResults.length === 0) count(`${file.name}: ${file.message ?? "no test ran"}`, false);
    for (const test of file.assertionResults) {
      if (test.status === "passed" || test.status === "failed")
        count(test.fullName, test.status === "passed");
      else if (inCi) count(`not run: ${test.fullName}`, false);
      else process.stdout.write(`SKIPPED: ${test.fullName}\n`);
    }
  }
}

const missing = setUpSystem();
if (missing.length > 0) {
  process.stdout.write(
    `\nMissing on this system: ${missing.join(", ")}. Suites that need them cannot run.\n`,
  );
}
if (inCi) count(`system packages (${missing.join(", ") || "all there"})`, missing.length === 0);

step("build", "pnpm exec turbo run build --output-logs=errors-only");
step("types", "pnpm exec turbo run typecheck --output-logs=errors-only");
step("lint: code", "pnpm exec biome check --error-on-warnings .");
step("lint: document", "pnpm exec redocly lint --config openapi/redocly.yaml");
step("document: nothing breaks callers of the last release", "pnpm --silent spec:diff");
step("lint: unused code", "pnpm exec knip");
step("release of the packages, dry", "pnpm --silent release:packages --dry");
step(
  "tests and coverage",
  `pnpm exec vitest run --coverage --reporter=default --reporter=json --outputFile.json=${report}`,
);
countTests();
rmSync(scratch, { recursive: true, force: true });

for (const name of failures) process.stdout.write(`FAILED: ${name}\n`);
process.stdout.write(`\n${passed} passed, ${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
