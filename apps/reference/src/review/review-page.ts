import { html } from "hono/html";
import type { Page } from "../site/page.ts";

/** What a reviewer of the document asks first. */
export async function reviewPage(): Promise<Page> {
  return { folder: "review/", title: "Review", main: html`<h1>Review</h1>` };
}
