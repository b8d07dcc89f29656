#!/usr/bin/env node
import { processIo } from "./cli/io.ts";
import { plainText } from "./cli/plain-text.ts";
import { runCli } from "./program/run.ts";
import { lightWeb } from "./web/fetch.ts";

// Half of what a command took to start was Node's own.
Object.assign(globalThis, lightWeb);

// What nobody waited for, as a connection that breaks after its answer, is told in a line as well.
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`hostscan: ${plainText(error instanceof Error ? error.message : String(error))}\n`);
    process.exit(1);
  });
}

void runCli(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
