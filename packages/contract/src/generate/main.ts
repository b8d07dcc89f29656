import { parseArgs } from "node:util";
import { type Generated, generate } from "./generate.ts";
import { UnsupportedSpecError } from "./place.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const [openapiFolder, outputFolder] = positionals;

if (!openapiFolder || !outputFolder) {
  process.stderr.write("usage: main.ts <openapi folder> <output folder>\n");
  process.exitCode = 64;
} else {
  try {
    process.stdout.write(`${inNumbers(await generate(openapiFolder, outputFolder))}\n`);
  } catch (error) {
    if (!(error instanceof UnsupportedSpecError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 65;
  }
}

/** How much was generated, in all and for each operation. */
function inNumbers({ operations, sizes }: Generated): string {
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const each = Object.entries(sizes).map(([name, size]) => `${name} ${kilobytes(size)}`);
  return `${operations} operations, ${kilobytes(all / operations)} each: ${each.join(", ")}`;
}
