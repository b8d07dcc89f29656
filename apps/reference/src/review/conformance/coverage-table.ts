import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import type { ReviewedOperation } from "../operation.ts";
import { type Linked, operationLink } from "../operation-link.ts";
import { type CellState, type Coverage, cellState } from "./coverage.ts";

type Declared = Linked & Pick<ReviewedOperation, "statuses">;

/** How a cell looks, and what it says to those who do not see it. */
const marks: Readonly<Record<CellState | "undeclared", readonly [sign: string, words: string]>> = {
  observed: ["✓", "observed"],
  unobserved: ["✗", "declared, not observed"],
  unmeasured: ["○", "declared, not measured"],
  undeclared: ["·", "not declared"],
};

/** The table operation × status. It keeps its columns in a narrow window, and scrolls. */
export function coverageTable(coverage: Coverage, operations: readonly Declared[]): Html {
  const statuses = [...new Set(operations.flatMap((operation) => operation.statuses))].sort((a, b) => a - b);
  const caption = "Declared answers by operation and status";
  const cell = ({ id, statuses: declared }: Declared, status: number): Html => {
    const state = declared.includes(status) ? cellState(coverage, id, status) : "undeclared";
    const [sign, words] = marks[state];
    return html`<td class="${state}" data-cell="${id} ${status}"><span aria-hidden="true">${sign}</span><span
class="unseen">${words}</span></td>`;
  };
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table class="coverage">
<caption>${caption}</caption>
<thead><tr><th scope="col">Operation</th>${statuses.map((status) => html`<th scope="col">${status}</th>`)}</tr></thead>
<tbody>${operations.map(
    (operation) => html`
<tr><th scope="row">${operationLink(operation)}</th>${statuses.map((status) => cell(operation, status))}</tr>`,
  )}
</tbody>
</table>
</div>
<ul class="legend">${Object.entries(marks).map(
    ([state, [sign, words]]) =>
      html`<li><span class="${state}" aria-hidden="true">${sign}</span> ${words}</li>`,
  )}</ul>
`;
}
