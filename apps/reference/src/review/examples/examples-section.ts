import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import { inline } from "../markdown/render.ts";
import { badge, counted } from "../markup/badge.ts";
import { code } from "../markup/code.ts";
import type { Section } from "../markup/section.ts";
import type { ReviewedOperation } from "../operation.ts";
import { type Linked, operationLink } from "../operation-link.ts";
import type { Example } from "./examples.ts";

type Shown = Linked & Pick<ReviewedOperation, "summary" | "examples">;

/** Every example of a request or an answer, by operation. */
export function examplesSection(operations: readonly Shown[]): Section {
  const part = ({ id }: Shown) => ({ id: `examples-${id}`, title: id });
  return {
    id: "examples",
    title: "Examples",
    body: html`<p>${examplesVerdict(operations)} Every example of a request or an answer, held against its schema when
this page was made.</p>
${operations.map(
  (operation) => html`<h3 id="${part(operation).id}">${operationLink(operation)} ${operation.summary}</h3>
<p class="address">${code(`${operation.method} ${operation.path}`)}</p>
${operation.examples.length === 0 ? html`<p>No example.</p>` : operation.examples.map(exampleMarkup)}
`,
)}`,
    parts: operations.map(part),
  };
}

/** In a few words, whether the examples fit their schemas. */
export function examplesVerdict(operations: readonly Pick<Shown, "examples">[]): Html {
  const examples = operations.flatMap((operation) => operation.examples);
  const invalid = examples.filter(({ faults }) => faults.length > 0).length;
  if (invalid > 0) return badge("bad", `${invalid} of ${counted(examples.length, "example")} invalid`);
  return badge("good", `${counted(examples.length, "example")}, all valid`);
}

function exampleMarkup({ status, mediaType, name, summary, value, faults }: Example): Html {
  const of = status === undefined ? "Request" : String(status);
  const verdict = faults.length === 0 ? badge("good", "valid") : badge("bad", "invalid");
  return html`<details class="example">
<summary><span class="of">${of}</span> ${code(name)} <span class="says">${inline(summary)}</span> ${verdict}</summary>
<p class="media">${mediaType}</p>
${faults.length > 0 && html`<ul>${faults.map((fault) => html`<li>${fault}</li>`)}</ul>`}
<pre tabindex="0" aria-label="${name}, ${of}">${JSON.stringify(value, null, 2)}</pre>
</details>
`;
}
