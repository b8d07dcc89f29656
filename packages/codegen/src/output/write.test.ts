import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeFiles } from "./write.ts";

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "write-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const files = [
  { name: "a.ts", text: "export const a = 1;\n" },
  { name: "b.ts", text: "export const b = 2;\n" },
];

test("the files are written, and the runtime without its tests", async () => {
  const folder = join(await emptyFolder(), "new", "generated");
  await writeFiles(folder, files);
  expect((await readdir(folder)).sort()).toEqual(["a.ts", "b.ts", "runtime"]);
  expect(await readFile(join(folder, "a.ts"), "utf8")).toBe("export const a = 1;\n");
  const runtime = await readdir(join(folder, "runtime"));
  expect(runtime).toContain("constraints.ts");
  expect(runtime.filter((name) => name.endsWith(".test.ts"))).toEqual([]);
});

test("files that are no longer generated go, others are left alone where their text is the same", async () => {
  const folder = await emptyFolder();
  await writeFiles(folder, files);
  await mkdir(join(folder, "old"));
  await writeFile(join(folder, "old", "c.ts"), "");
  const before = await stat(join(folder, "a.ts"), { bigint: true });
  await writeFiles(folder, [
    { name: "a.ts", text: "export const a = 1;\n" },
    { name: "b.ts", text: "export const b = 3;\n" },
  ]);
  expect(await readdir(join(folder, "old"))).toEqual([]);
  expect(await readFile(join(folder, "b.ts"), "utf8")).toBe("export const b = 3;\n");
  expect((await stat(join(folder, "a.ts"), { bigint: true })).mtimeNs).toBe(before.mtimeNs);
});
