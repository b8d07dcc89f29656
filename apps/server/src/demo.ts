import { processIo } from "./cli/io.ts";
import { runDemo } from "./demo/run-demo.ts";

process.exitCode = await runDemo(processIo());
