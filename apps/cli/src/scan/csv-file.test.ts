import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { testFolder } from "../../test/hostscan.ts";
import { checkCsv, csvBatches } from "./csv-file.ts";
import { csvSource } from "./csv-source.ts";

async function file(content: string) {
  const path = join(await testFolder(), "hosts.csv");
  await writeFile(path, content);
  return csvSource(path, { stdin: Readable.from([]) });
}

test("the hundred first bad rows are named, and the rest is counted", async () => {
  const csv = await file(`IP Address\n${"10.0.0.300\n".repeat(150)}`);
  const failure = await checkCsv(csv).catch((error) => error);
  expect(failure).toMatchObject({
    exit: "BadInput",
    message: `${csv.name} has 150 bad rows; nothing was sent`,
  });
  expect(failure.details).toHaveLength(101);
  expect(failure.details.at(-1)).toBe("and 50 more");
});

test("a file with no row below its header is refused", async () => {
  await expect(checkCsv(await file("IP Address\n"))).rejects.toThrow("1 bad row;");
});

test("a file that has become bad since it was checked is not sent", async () => {
  const csv = await file("IP Address\n10.0.0.7\n");
  await checkCsv(csv);
  await writeFile(csv.name, "IP Address\n10.0.0.300\n");
  await expect(csvBatches(csv, {}).next()).rejects.toMatchObject({
    message: `${csv.name} was changed while it was read`,
    details: ['line 2: "10.0.0.300" is no IP address'],
  });
});
