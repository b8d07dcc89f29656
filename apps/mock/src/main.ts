#!/usr/bin/env node
import { runMock } from "./command/run.ts";

// Whoever reads may have seen enough, as `head` does.
process.stdout.on("error", () => {});

const { stdout, stderr } = process;
void runMock(process.argv.slice(2), { stdout, stderr, signals: process }).then((code) => {
  process.exitCode = code;
});
