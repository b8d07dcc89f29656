import { html, raw } from "hono/html";
import type { Html } from "../../site/page.ts";

/** A name or a path in the type of code, which a narrow column breaks between its words. */
export function code(text: string): Html {
  return html`<code>${name(text)}</code>`;
}

/** The same in the type of text. */
export function name(text: string): Html {
  return html`${breakable(text).map((piece, i) => html`${i > 0 && raw("<wbr>")}${piece}`)}`;
}

/** The pieces of a name or a path, between which it may be broken: after a sign, and before a capital letter. */
export function breakable(text: string): string[] {
  return text.split(/(?<=[/._-])(?=\w)|(?<=[a-z0-9])(?=[A-Z])/);
}
