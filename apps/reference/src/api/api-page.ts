import { openapiDocument } from "@hostscan/contract/document";
import apiReference from "@scalar/fastify-api-reference";
import fastify from "fastify";
import { html, raw } from "hono/html";
import { asset, assetOf } from "../site/asset.ts";
import type { Page } from "../site/page.ts";

const PREFIX = "/reference";

/**
 * Scalar's bundle for browsers, as its plugin for Fastify serves it. Of the packages that hold the bundle, the plugin
 * is the one that brings little else along.
 *
 * @throws {Error} where the plugin serves it no more.
 */
export async function rendererBundle(): Promise<Uint8Array> {
  const app = fastify();
  try {
    const content = { openapi: "3.1.1", info: { title: "", version: "" }, paths: {} };
    await app.register(apiReference, { routePrefix: PREFIX, configuration: { content } });
    const { statusCode, rawPayload } = await app.inject(`${PREFIX}/js/scalar.js`);
    if (statusCode !== 200) throw new Error(`Scalar's plugin answers ${statusCode} for its bundle`);
    return rawPayload;
  } finally {
    await app.close();
  }
}

const DISABLED = { "x-disabled": true };

/**
 * A document as JSON for Scalar, in a script element of the page; no text of the document ends the element.
 *
 * "Try it" would send the example of every parameter, an `Idempotency-Key` of somebody else among them. So what a call
 * may leave out is marked as left out, in Scalar's way (`x-disabled`), until the reader asks for it.
 */
export function dataBlock(document: object): string {
  return JSON.stringify(document, (_, value: unknown) =>
    isOptionalParameter(value) ? leaveOut(value) : value,
  ).replaceAll("<", "\\u003c");
}

interface Parameter {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, object>>;
}

function isOptionalParameter(value: unknown): value is Parameter {
  if (typeof value !== "object" || value === null || !("name" in value && "in" in value)) return false;
  const isRequired = "required" in value && value.required === true;
  return !isRequired && (value.in === "query" || value.in === "header" || value.in === "cookie");
}

function leaveOut({ example, examples = {}, ...parameter }: Parameter): object {
  const given = example === undefined ? examples : { example: { value: example } };
  const disabled = Object.entries(given).map(([name, each]) => [name, { ...each, ...DISABLED }]);
  return { ...parameter, ...(disabled.length > 0 && { examples: Object.fromEntries(disabled) }) };
}

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
