import { parseArgs } from "node:util";
import { UnsupportedSpecError } from "./document/place.ts";
import { generate } from "./generate.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const [openapiFolder, outputFolder] = positionals;

if (!openapiFolder || !outputFolder) {
  process.stderr.write("usage: main.ts <openapi folder> <output folder>\n");
  process.exitCode = 64;
} else {
  try {
    await generate(openapiFolder, outputFolder);
  } catch (error) {
    if (!(error instanceof UnsupportedSpecError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 65;
  }
}
