// Copies what the client ships of the contract, so that it depends on no package of ours when it is installed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const from = new URL("../contract/src/", import.meta.url);
const to = new URL("src/generated/", import.meta.url);

mkdirSync(to, { recursive: true });
for (const file of [
  "generated/types.ts",
  "generated/enumerations.ts",
  "generated/schemas.ts",
  "runtime.ts",
  "job-status.ts",
]) {
  const text = readFileSync(new URL(file, from), "utf8")
    .replace('"../runtime.ts"', '"./runtime.ts"')
    .replace('"./generated/', '"./');
  writeFileSync(new URL(file.replace("generated/", ""), to), text);
}
