import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import { inline } from "../markdown/render.ts";
import type { MarkdownTable } from "../markdown/tables.ts";
import { code } from "../markup/code.ts";
import type { Section } from "../markup/section.ts";
import { cardTable } from "../markup/table.ts";
import type { ReviewedOperation } from "../operation.ts";
import { type Linked, operationLinks } from "../operation-link.ts";
import { checkOf, OPERATION, type Trace, type Traceability } from "./traceability.ts";

const POWERSHELL = "PowerShell";

type Shown = Linked & Pick<ReviewedOperation, "samples">;

/** Where the operations come from, and where they differ from it on purpose. */
export function traceabilitySection(traceability: Traceability, operations: readonly Shown[]): Section {
  const { columns, traces, samples, differences } = traceability;
  return {
    id: "traceability",
    title: "Traceability",
    body: html`<p>What each page of the public reference became: its operation, the file that it is written in, the facts
of the page that tests hold it to, and what became of its sample in PowerShell.</p>
${cardTable({
  caption: "From the public reference to the document",
  columns: [...columns, "PowerShell sample"],
  rows: traces.map((trace) => [
    ...trace.cells.map((cell, i) =>
      columns[i] === OPERATION ? operationCell(trace, operations) : inline(cell),
    ),
    powerShellOf(trace, samples, operations),
  ]),
})}
<h3 id="samples">Samples</h3>
${cardTable({
  caption: "How the samples of the document are checked",
  columns: samples.columns,
  rows: samples.rows.map((cells) => cells.map(inline)),
})}
<h3 id="differences">Deliberate differences</h3>
${cardTable({
  caption: "Where the document differs from the public reference, and why",
  columns: differences.columns,
  rows: differences.rows.map((cells) => cells.map(inline)),
})}`,
    parts: [
      { id: "samples", title: "Samples" },
      { id: "differences", title: "Deliberate differences" },
    ],
  };
}

function operationCell(trace: Trace, operations: readonly Linked[]): Html {
  const lines = trace.operations.map(
    ({ id, address }) => html`<div>${code(address)}<br>${operationLinks([id], operations)}</div>`,
  );
  return html`${lines}`;
}

/** What became of the sample of a page: each of its operations shows one, or it does not. */
function powerShellOf(
  { operations: traced }: Trace,
  samples: MarkdownTable,
  operations: readonly Shown[],
): Html {
  const own = operations.filter(({ id }) => traced.some((operation) => operation.id === id));
  const shown = own.length > 0 && own.every((operation) => operation.samples.includes(POWERSHELL));
  return shown ? inline(checkOf(samples, POWERSHELL)) : html`left out`;
}
