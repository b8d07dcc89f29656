import type { InventorySoftware } from "../types.ts";
import { type Blocks, cleaned, fieldsOf, integer, linesIn, second } from "./entry.ts";

const SOURCE = /^[a-z][a-z0-9]{1,9}$/;
/** What rpm says where there is nothing to say. */
const NONE = "(none)";

/** What is installed, as its manager knows it. */
export function* readSoftware(blocks: Blocks): Generator<InventorySoftware | undefined> {
  for (const line of linesIn(blocks, "software")) yield softwareOf(line);
}

function softwareOf(line: string): InventorySoftware | undefined {
  const field = fieldsOf(line, "\t");
  const told = (index: number) => (field(index) === NONE ? undefined : cleaned(field(index)));
  const source = field(0);
  const name = told(1);
  const architecture = told(3);
  if (!SOURCE.test(source) || name === undefined) return undefined;
  return {
    key: [source, name, architecture].join(":"),
    name,
    source,
    version: cleaned(field(2).replace(/^\(none\):/, "")) ?? "",
    description: told(6),
    architecture,
    publisher: told(5),
    installedDateTimeUtc: second(integer(field(4))),
  };
}
