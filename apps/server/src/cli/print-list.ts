import { columns } from "./columns.ts";
import type { Io } from "./io.ts";
import { print, printJson } from "./print.ts";

/** How a list is shown. */
export interface ListFormat<Item> {
  /** One JSON object a line, instead of the table. */
  readonly json: boolean | undefined;
  readonly head: readonly string[];
  cells(item: Item): readonly (string | null)[];
}

/** Prints a list as a table, or for programs. */
export async function printList<Item>(
  io: Pick<Io, "stdout">,
  items: readonly Item[],
  { json, head, cells }: ListFormat<Item>,
): Promise<void> {
  if (!json) return print(io, columns(head).lines(items.map(cells)));
  for (const item of items) await printJson(io, item);
}
