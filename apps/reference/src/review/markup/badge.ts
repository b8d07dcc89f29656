import { html } from "hono/html";
import type { Html } from "../../site/page.ts";

/** What a verdict is: it is told in words, and by colour for those who see it. */
export type Tone = "good" | "warning" | "bad" | "quiet";

/** A verdict in a word or two. */
export function badge(tone: Tone, words: string): Html {
  return html`<span class="badge ${tone}">${words}</span>`;
}

/** A number of things, in words: `1 problem`, `2 problems`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
