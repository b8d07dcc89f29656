import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { exitCodeOf } from "../diff/for-people.ts";
import { SpecDiffError } from "../diff/index.ts";
import { overlaid } from "./overlaid.ts";

const usage = `usage: pnpm spec:overlay <name>

Prints the document after an overlay of openapi/overlays, such as nps-4.2, as YAML.
`;

const [name, ...others] = process.argv.slice(2);
const writeError = (text: string) => process.stderr.write(text);
process.exitCode = await exitCodeOf(async () => {
  if (name === undefined || others.length > 0 || !/^[\w.-]+$/.test(name))
    throw new SpecDiffError(usage.trimEnd());
  const { document, lint } = await overlaid(
    fileURLToPath(new URL("../../../../openapi", import.meta.url)),
    name,
  );
  process.stdout.write(stringify(document, { aliasDuplicateObjects: false }));
  if (lint.exitCode !== 0) writeError(lint.output);
  return lint.exitCode;
}, writeError);
