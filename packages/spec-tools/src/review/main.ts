import { fileURLToPath } from "node:url";
import { visibleLines } from "../diff/index.ts";
import { runCli } from "./cli.ts";

process.exitCode = await runCli(process.argv.slice(2), {
  root: fileURLToPath(new URL("../../../..", import.meta.url)),
  write: (text) => process.stdout.write(visibleLines(text)),
  writeError: (text) => process.stderr.write(visibleLines(text)),
});
