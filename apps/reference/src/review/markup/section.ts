import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import { name } from "./code.ts";

/** A part of the page, which its table of contents leads to. */
export interface Section {
  /** Names it in addresses. */
  readonly id: string;
  readonly title: string;
  readonly body: Html;
  /** What it leads to inside, if anything. */
  readonly parts?: readonly Pick<Section, "id" | "title">[];
}

/** The part as markup, under a heading of the second level. */
export function sectionMarkup({ id, title, body }: Section): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>
`;
}

/** The way to every part. */
export function contents(sections: readonly Section[]): Html {
  const link = ({ id, title }: Pick<Section, "id" | "title">) => html`<a href="#${id}">${name(title)}</a>`;
  return html`<nav class="contents" aria-label="Contents">
<ol>${sections.map(
    (section) => html`
<li>${link(section)}${
      section.parts && html`<ul>${section.parts.map((part) => html`<li>${link(part)}</li>`)}</ul>`
    }</li>`,
  )}
</ol>
</nav>
`;
}
