import { html } from "hono/html";
import type { Page } from "../site/page.ts";

/** The API reference: every operation, with "try it". */
export async function apiPage(): Promise<Page> {
  return { folder: "", title: "Host Scan Job API", main: html`<h1>Host Scan Job API</h1>` };
}
