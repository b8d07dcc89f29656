import { html } from "hono/html";
import { type Asset, assetOf } from "./asset.ts";
import type { Html, Page } from "./page.ts";

/** What every page has in common. */
export interface Frame {
  readonly style: Asset;
  readonly icon: Asset;
  /** Switches between light and dark. */
  readonly script: Asset;
}

/** Reads the files of the frame. */
export async function readFrame(): Promise<Frame> {
  const [style, icon, script] = await Promise.all([
    assetOf(new URL("frame/site.css", import.meta.url)),
    assetOf(new URL("frame/icon.svg", import.meta.url)),
    assetOf(new URL("browser/appearance.js", import.meta.url)),
  ]);
  return { style, icon, script };
}

/** The way from a page's folder to the site's root, as `../`, so that the site may be put under any prefix. */
function wayToRoot(folder: string): string {
  return folder === "" ? "./" : "../".repeat(folder.split("/").length - 1);
}

/** The page as a document of HTML. */
export async function framed(page: Page, pages: readonly Page[], frame: Frame): Promise<string> {
  const root = wayToRoot(page.folder);
  const links = pages.map(
    (other): Html =>
      html`<a href="${root}${other.folder}"${other === page ? html` aria-current="page"` : ""}>${other.title}</a>`,
  );
  return String(
    await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(page)}">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Hostscan</title>
<link rel="icon" type="image/svg+xml" href="${root}${frame.icon.path}">
${[frame.style, ...(page.styles ?? [])].map((style) => html`<link rel="stylesheet" href="${root}${style.path}">`)}
<script src="${root}${frame.script.path}"></script>
${(page.scripts ?? []).map((script) => html`<script defer src="${root}${script.path}"></script>`)}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="site-header">
<nav class="site-nav" aria-label="Pages">${links}</nav>
<button class="appearance" type="button" hidden>Dark</button>
</header>
${content(page)}
</body>
</html>
`,
  );
}

/** The page's own policy, which holds wherever the folder is served; a server may be stricter. */
function policy({ application }: Page): string {
  const renderer = ["style-src 'self' 'unsafe-inline'", "font-src 'self'", "connect-src *"];
  return [
    "default-src 'none'",
    "script-src 'self'",
    ...(application ? renderer : ["style-src 'self'"]),
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function content({ application, main }: Page): Html {
  if (application) return main;
  return html`<main id="main" class="site-main" tabindex="-1">
${main}
</main>
<footer class="site-footer">Hostscan, under the Apache License 2.0</footer>`;
}
