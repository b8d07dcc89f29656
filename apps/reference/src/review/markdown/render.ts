import { raw } from "hono/html";
import { Marked } from "marked";
import type { Html } from "../../site/page.ts";
import { breakable } from "../markup/code.ts";

/** Lets no markup of the author's through: HTML and images are shown as text, and only web addresses are links. */
function safeMarkdown(headingsFrom: number): Marked {
  return new Marked({
    renderer: {
      html({ raw, text, block }) {
        const shown = this.text({ type: "escape", raw, text });
        return block ? `<p>${shown}</p>\n` : shown;
      },
      image({ raw, text }) {
        return this.text({ type: "escape", raw, text });
      },
      codespan({ raw, text }) {
        const pieces = breakable(text).map((piece) => this.text({ type: "escape", raw, text: piece }));
        return `<code>${pieces.join("<wbr>")}</code>`;
      },
      // False leaves it to the library.
      link: ({ href, text }) => (/^https?:\/\//.test(href) ? false : inLine.parseInline(text, sync)),
      heading({ depth, tokens }) {
        const level = Math.min(depth + headingsFrom - 1, 6);
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
    },
  });
}

const sync = { async: false } as const;
const inLine = safeMarkdown(1);

/** Markdown of one line, such as a summary or the cell of a table. */
export function inline(text: string): Html {
  return raw(inLine.parseInline(text, sync));
}

/**
 * Markdown of several paragraphs.
 *
 * @param headingsFrom the level that its headings of the first level get
 */
export function blocks(text: string, headingsFrom: number): Html {
  return raw(safeMarkdown(headingsFrom).parse(text, sync));
}
