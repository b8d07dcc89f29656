import { expect, test } from "vitest";
import { project } from "./project.ts";

test("a comment holds what is most telling of a large change, and says what it leaves out (fixture)", async () => {
  const { edit, review } = await project();
  const numbers = Array.from({ length: 600 }, (_, i) => i);
  const members = numbers.map(
    (i) => `  member${i}:\n    type: string\n    maxLength: 9\n    description: ${"long ".repeat(20)}\n`,
  );
  await edit("openapi/schemas/HostScanJobStatus.yaml", "properties:\n", `properties:\n${members.join("")}`);
  const { code, output } = await review();
  expect(output.length).toBeGreaterThan(60_000);
  expect(output.length).toBeLessThanOrEqual(65_536);
  expect(output).toMatch(/^## ❌ 600 lint problems$/m);
  expect(output).toContain("<details><summary>600 problems</summary>");
  expect(output).toContain("<details><summary>600 changes</summary>");
  expect(output).toMatch(/^<details><summary>1,2\d\d lines added, 0 removed<\/summary>$/m);
  const leftOut = [...output.matchAll(/^… and (\d+) more, left out here\.$/gm)].map(([, number]) =>
    Number(number),
  );
  const shown = [/^\| `error` /gm, /^\| compatible /gm].map((row) => output.match(row)?.length ?? 0);
  expect(leftOut.map((number, i) => number + (shown[i] ?? 0))).toEqual([600, 600]);
  const lines = output.match(/^\+(?!\+\+)/gm)?.length ?? 0;
  const more = Number(
    /^([\d,]+) more lines of the diff are left out here\.$/m.exec(output)?.[1]?.replace(",", ""),
  );
  expect(lines).toBeGreaterThan(50);
  expect(lines + more).toBeGreaterThan(1200);
  expect(output).toContain("### Size of the client");
  expect(code).toBe(1);
});
