#!/usr/bin/env node
import { runCli } from "./cli.ts";
import { visibleText } from "./visible-text.ts";

// Whoever reads may have seen enough, as `head` does.
process.stdout.on("error", () => process.exit());

process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  write: (text) => void process.stdout.write(visibleText(text)),
  writeError: (text) => void process.stderr.write(visibleText(text)),
});
