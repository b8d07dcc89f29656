#!/usr/bin/env node
import { runOnNewNode } from "./cli/node-version.ts";

await runOnNewNode("hostscan-server", async () => {
  const { processIo } = await import("./cli/io.ts");
  const { runCli } = await import("./run.ts");
  return runCli(process.argv.slice(2), processIo());
});
