import { EventEmitter } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { Command, Option } from "commander";
import { expect, test } from "vitest";
import { printCandidates } from "./candidates.ts";

/** What is offered by a program whose flags are short ones. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const program = new Command("short")
    .addOption(new Option("-x <value>", "an x"))
    .option("-y [value]", "a y");
  program.addOption(new Option("-z <value>", "a z").choices(["one", "two"]));
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const signals = new EventEmitter();
  const io = {
    env: {},
    platform: process.platform,
    home: "",
    stdin: Readable.from([]),
    stdout,
    stderr,
    signals,
  };
  await printCandidates(io, program, words);
  return String(stdout.read() ?? "")
    .split("\n")
    .filter((line) => line !== "");
}

test("a flag without a long name is offered by its short one", async () => {
  expect(await offered("-x")).toEqual(["-x\tan x"]);
});

test("for the value of such a flag there are its choices, or nothing", async () => {
  expect(await offered("-z", "t")).toEqual(["two"]);
  expect(await offered("-x", "")).toEqual([]);
});
