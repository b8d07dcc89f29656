import { fileURLToPath } from "node:url";
import { runCli } from "./cli.ts";
import { visibleLines } from "./output/inert.ts";

process.exitCode = await runCli(process.argv.slice(2), {
  openapiFolder: fileURLToPath(new URL("../../../../openapi", import.meta.url)),
  write: (text) => process.stdout.write(visibleLines(text)),
  writeError: (text) => process.stderr.write(visibleLines(text)),
});
