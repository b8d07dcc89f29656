import { runOnNewNode } from "./cli/node-version.ts";

await runOnNewNode("hostscan demo", async () => {
  const { processIo } = await import("./cli/io.ts");
  const { runDemo } = await import("./demo/run-demo.ts");
  return runDemo(processIo());
});
