import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openCsv } from "../apps/cli/src/scan/csv-text.ts";
import { parsePrefer } from "../apps/mock/src/prefer/preferred-answer.ts";
import { nextPage } from "../packages/client/src/link.ts";
import { readBody } from "../packages/server/src/middleware/body.ts";

const SMALL = 2 * 1024;
const TIMES = 16;
/** Less than this is noise, in microseconds of processor time. */
const LEAST_COST = 2_000;

/** The processor time of this thread that a call takes: others may run meanwhile. */
async function cost(read, text) {
  const before = process.threadCpuUsage();
  await read(text);
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

/** Whether sixteen times the text costs far more than sixteen times as much, each time that it is tried. */
async function grows(read, seed) {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await read(seed(SMALL));
    const small = await cost(read, seed(SMALL));
    const most = 4 * TIMES * Math.max(small, LEAST_COST / TIMES);
    if ((await cost(read, seed(SMALL * TIMES))) <= most) return false;
  }
  return true;
}

test.each([
  ["of opened angles", (length) => "<".repeat(length)],
  ["of links to elsewhere", (length) => "<>;".repeat(length / 3)],
  ["of spaces behind a relation", (length) => `<>;rel="${" ".repeat(length)}`],
])("a Link header %s is read in linear time", async (_, seed) => {
  expect(await grows(nextPage, seed)).toBe(false);
});

test.each([
  ["of spaces behind an equals sign", (length) => `a=${" ".repeat(length)}b b`],
  ["of spaces behind a name", (length) => `a${" ".repeat(length)}b`],
  ["of quotes", (length) => '"'.repeat(length)],
  ["of equals signs", (length) => "a=".repeat(length / 2)],
])("a Prefer header %s is read in linear time", async (_, seed) => {
  expect(await grows(parsePrefer, seed)).toBe(false);
});

test("a CSV file without a line's end is opened in linear time", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hostscan-linear-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "hosts.csv");
  const read = (text) => {
    writeFileSync(path, text);
    return openCsv({ name: path, open: () => createReadStream(path) });
  };
  expect(await grows(read, (length) => "a".repeat(length))).toBe(false);
});

test("a form of many names is read in linear time", async () => {
  const type = "application/x-www-form-urlencoded";
  const form = {
    contentTypes: [type],
    bounds: { bytes: 1e6, depth: 32, tokens: 1e6, names: 1e6, digits: 400 },
    takesText: false,
  };
  const read = (body) => {
    const raw = new Request("http://host/", { method: "POST", headers: { "Content-Type": type }, body });
    return readBody({ env: {}, req: { raw } }, form);
  };
  expect(await read("a=1&a=2&b=3")).toEqual({ ok: true, value: { a: ["1", "2"], b: "3" } });
  const names = (length) => [...Array(length).keys()].map((at) => at.toString(36)).join("&");
  expect(await grows(read, names)).toBe(false);
});
