import { openapiDocument } from "@hostscan/contract/document";
import { html, raw } from "hono/html";
import { asset, assetOf } from "../site/asset.ts";
import type { Page } from "../site/page.ts";
import { dataBlock } from "./data-block.ts";
import { rendererBundle } from "./renderer.ts";

/** The API reference: every operation of the document, with "try it". The page holds the document. */
export async function apiPage(): Promise<Page> {
  const [script, reachable, style, bundle] = await Promise.all([
    assetOf(new URL("browser/reference.js", import.meta.url)),
    assetOf(new URL("browser/reachable.js", import.meta.url)),
    assetOf(new URL("browser/reference.css", import.meta.url)),
    rendererBundle(),
  ]);
  return {
    folder: "",
    title: "API reference",
    application: true,
    main: html`<script id="document" type="application/json">${raw(dataBlock(openapiDocument))}</script>
<div id="reference"></div>
<p class="loading" role="status">The reference is being loaded.</p>
<noscript><main id="main" class="site-main" tabindex="-1"><h1>Host Scan Job API</h1>
<p>This page needs JavaScript. <a href="openapi.json">The document</a> and <a href="review/">its review</a> do not.</p>
</main></noscript>`,
    styles: [style],
    scripts: [script, reachable, asset("scalar.js", bundle)],
  };
}
