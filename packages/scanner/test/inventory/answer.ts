import { assemble } from "../../src/inventory/assemble.ts";
import { BlockReader } from "../../src/inventory/read/blocks.ts";
import { blocksOf } from "../../src/inventory/script/sections.ts";
import { type Inventory, SECTION_NAMES } from "../../src/inventory/types.ts";

const MARKER = "e".repeat(32);

/** What is read of a whole answer; its lines that begin with `@` are the script's own. */
export async function inventoryIn(answer: string): Promise<Inventory> {
  const blocks = blocksOf(SECTION_NAMES);
  const reader = new BlockReader(MARKER, blocks);
  const told = answer.replaceAll(/^@/gm, `${MARKER} `);
  const others = blocks.filter(({ name }) => !told.includes(`${MARKER} ${name}\n`));
  reader.push(
    Buffer.from([...others.map(({ name }) => `${MARKER} ${name}`), told, `${MARKER} end\n`].join("\n")),
  );
  return assemble(reader, SECTION_NAMES, {
    ending: "",
    now: new Date("2026-06-01T00:00:00Z"),
    told: (said) => said,
    signal: new AbortController().signal,
  });
}
