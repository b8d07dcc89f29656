import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fixtureFolder } from "../../test/generate/fixture-folder.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

async function run(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [printed, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { code, complaint, printed };
}

test("the command generates from one folder into another, and tells how much", async () => {
  const { openapi, output } = await fixtureFolder();
  const { printed, ...end } = await run(openapi, output);
  expect(end).toEqual({ code: 0, complaint: "" });
  expect(printed).toMatch(/^2 operations, \d+\.\d kB each: .*routes\.ts \d+\.\d kB/);
  expect(await readdir(output)).toContain("schemas.ts");
});

test("the command names the place of what it cannot carry over, and writes nothing", async () => {
  const { openapi, output } = await fixtureFolder();
  await appendFile(join(openapi, "Light.yaml"), "multipleOf: 1\n");
  expect(await run(openapi, output)).toEqual({
    code: 65,
    complaint: "#/components/schemas/Light: unknown keyword multipleOf\n",
    printed: "",
  });
  expect(await readdir(dirname(output))).not.toContain("generated");
});

test("the command tells how it is used", async () => {
  expect(await run()).toMatchObject({
    code: 64,
    complaint: "usage: main.ts <openapi folder> <output folder>\n",
  });
});

test("the command fails on a folder without a document", async () => {
  const { output } = await fixtureFolder();
  const { code, complaint } = await run(dirname(output), output);
  expect(code).toBe(1);
  expect(complaint).toContain("openapi.yaml");
});
