import { html } from "hono/html";
import type { Html } from "../../site/page.ts";

/** A table of the page. */
export interface Table {
  /** What it shows; also the name of the region that it scrolls in. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Each has as many cells as there are columns; the first names the row. */
  readonly rows: readonly (readonly Cell[])[];
}

/** What stands in a cell: text, which is escaped, or markup. */
export type Cell = string | number | Html;

/**
 * A table whose rows become cards where the window is too narrow for its columns. Its roles are spelled out, for a row
 * that is laid out as a card would lose its own.
 */
export function cardTable({ caption, columns, rows }: Table): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table class="cards" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
    (column) => html`<th role="columnheader" scope="col">${column}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (cells) => html`
<tr role="row">${cells.map((cell, i) => cardCell(cell, columns[i] ?? "", i === 0))}</tr>`,
  )}
</tbody>
</table>
</div>
`;
}

function cardCell(cell: Cell, column: string, heading: boolean): Html {
  const label = html`<span class="label" aria-hidden="true">${column}</span>`;
  return heading
    ? html`<th role="rowheader" scope="row">${label}<div>${cell}</div></th>`
    : html`<td role="cell">${label}<div>${cell}</div></td>`;
}
