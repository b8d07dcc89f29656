import type { InventorySoftware } from "../types.ts";
import { type Blocks, integer, linesOf, second, text } from "./entry.ts";

const SOURCE = /^[a-z][a-z0-9]{1,9}$/;
/** What rpm says where there is nothing to say. */
const NONE = "(none)";

/** What is installed, as its manager knows it. */
export function* readSoftware(blocks: Blocks): Generator<InventorySoftware> {
  for (const line of linesOf(blocks, "software")) {
    const [source = "", ...rest] = line.split("\t");
    const [name, version = "", architecture, installed, publisher, description] = rest.map((each) =>
      each === NONE ? undefined : text(each),
    );
    if (!SOURCE.test(source) || name === undefined) continue;
    yield {
      key: [source, name, architecture ?? ""].join(":"),
      name,
      source,
      version: version.replace(/^\(none\):/, ""),
      description,
      architecture,
      publisher,
      installedDateTimeUtc: second(integer(installed)),
    };
  }
}
