import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createProgram } from "./program.ts";

test.each([
  [76, false],
  [76, true],
  [undefined, false],
  [undefined, true],
])("in a terminal of %j columns help fits, also where it tells of an error: %j", (columns, error) => {
  const output = () => Object.assign(new PassThrough({ encoding: "utf8" }), columns && { columns });
  const [stdin, stdout, stderr] = [new PassThrough(), output(), output()];
  const streams = { stdin, stdout, stderr, signals: new EventEmitter() };
  const program = createProgram({ env: {}, platform: process.platform, home: "", ...streams }, () => {});
  program.outputHelp({ error });
  const [told, silent] = error ? [stderr, stdout] : [stdout, stderr];
  const [flags = ""] = String(told.read()).split("\n<job> is an id");
  const widths = flags.split("\n").map((line) => line.length);
  const widest = Math.max(...widths);
  expect(widest).toBeLessThanOrEqual(columns ?? 80);
  expect(widest).toBeGreaterThan(60);
  expect(silent.read()).toBeNull();
});
