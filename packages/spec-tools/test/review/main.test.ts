import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "./project.ts";

function run(...argv: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((resolve) => {
    const main = join(repository, "packages/spec-tools/src/review/main.ts");
    const child = execFile(process.execPath, [main, ...argv], (_error, output, errors) =>
      resolve({ code: child.exitCode, output, errors }),
    );
  });
}

test("the project itself is reviewed", async () => {
  const { code, output, errors } = await run("1.0.0");
  expect(errors).toBe("");
  expect(output).toMatch(/^<!-- hostscan spec review -->\n\n## [✅⚠]/);
  expect(output).toMatch(/since release 1\.0\.0/);
  expect(output).toMatch(/^- \*\*Lint:\*\* no problem/m);
  expect(code).toBe(0);
});

test("the command explains itself", async () => {
  const { code, output } = await run("--help");
  expect(output).toContain("usage: pnpm spec:review [base] [--output <file>]");
  expect(code).toBe(0);
});
