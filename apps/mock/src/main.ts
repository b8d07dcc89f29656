#!/usr/bin/env node
import { runMock } from "./command/run.ts";

// Whoever reads may have seen enough, as `head` does.
process.stdout.on("error", () => {});

process.exitCode = await runMock(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
});
