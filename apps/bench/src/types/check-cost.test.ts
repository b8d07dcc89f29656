import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkCost } from "./bench.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-check-cost-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function costOf(source: string) {
  const file = join(folder, "program.ts");
  await writeFile(file, source);
  return checkCost(file);
}

test("a program that fills in generic types costs more instantiations than one that does not", async () => {
  const plain = await costOf("export const a = 1;");
  const generic = await costOf(
    "export const a: Partial<Record<'a' | 'b', number>>[] = [1].map((a) => ({ a }));",
  );
  expect(plain.instantiations).toBeGreaterThanOrEqual(0);
  expect(generic.instantiations).toBeGreaterThan(plain.instantiations);
  expect(generic.checkMs).toBeGreaterThan(0);
});

test("a program that does not compile has no cost", async () => {
  await expect(costOf("export const a: string = 1;")).rejects.toThrow("Command failed");
});
