import type { Io } from "../cli/io.ts";
import { escaped } from "../cli/plain-text.ts";
import { print, printLines } from "../cli/print.ts";
import { type OutputFlags, printValue, wantsJson } from "./output.ts";
import { table } from "./table.ts";
import { fitted } from "./text-width.ts";

/** A list as a table: what its columns are called, and what stands in them. */
export interface Columns<Item> {
  readonly head: readonly string[];
  /** Of the items of a piece, so that what is in them can be made to fit together. */
  rows(items: readonly Item[], output: { readonly terminal: boolean; readonly wide: boolean }): string[][];
  /** Said where there is none. */
  readonly none: string;
}

/** Flags of commands that list. */
export interface LimitFlags extends OutputFlags {
  readonly limit: number;
  readonly all?: true;
}

/** Rows of a table whose columns are made to fit together. */
const TABLE_ROWS = 500;

/** Prints items as they come: a table, one JSON array, or what a jq filter makes of it. */
export async function printItems<Item>(
  io: Io,
  items: AsyncIterable<Item>,
  flags: OutputFlags,
  columns: Columns<Item>,
): Promise<void> {
  if (flags.jq !== undefined) {
    const all: Item[] = [];
    for await (const item of items) all.push(item);
    await printValue(io, all, flags);
  } else if (wantsJson(flags)) await printArray(io, items);
  else await printTable(io, items, columns, flags.output === "wide");
}

/** As many of the items as are asked for. */
export async function* limited<Item>(
  items: AsyncIterable<Item>,
  { limit, all }: LimitFlags,
): AsyncGenerator<Item, void, undefined> {
  let left = all ? Number.POSITIVE_INFINITY : limit;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left <= 0) return;
  }
}

/** One JSON array, an element a line, written as the items come. */
async function printArray(io: Io, items: AsyncIterable<unknown>): Promise<void> {
  let before = "[";
  for await (const item of items) {
    await print(io, `${before}\n${escaped(JSON.stringify(item))}`);
    before = ",";
  }
  await print(io, before === "[" ? "[]\n" : "\n]\n");
}

async function printTable<Item>(
  io: Io,
  items: AsyncIterable<Item>,
  columns: Columns<Item>,
  wide: boolean,
): Promise<void> {
  let piece: Item[] = [];
  let head = true;
  const flush = async () => {
    await printLines(io, await tableLines(io, columns, piece, { wide, head }));
    piece = [];
    head = false;
  };
  for await (const item of items) {
    piece.push(item);
    if (piece.length === TABLE_ROWS) await flush();
  }
  if (piece.length > 0) await flush();
  if (head) io.stderr.write(`${columns.none}\n`);
}

async function tableLines<Item>(
  io: Io,
  { head: titles, rows }: Columns<Item>,
  items: readonly Item[],
  { wide, head }: { readonly wide: boolean; readonly head: boolean },
): Promise<readonly string[]> {
  const terminal = io.stdout.isTTY === true;
  const printed = await table(titles, rows(items, { terminal, wide }));
  const lines = head ? [printed.head, ...printed.rows] : printed.rows;
  const { columns } = io.stdout;
  return terminal && !wide && columns ? Promise.all(lines.map((line) => fitted(line, columns))) : lines;
}
