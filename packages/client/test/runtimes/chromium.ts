import { existsSync } from "node:fs";
import { type Browser, chromium as browserType } from "playwright-core";
import { type Runtime, reportOf } from "./runtime.ts";

const path = "/usr/bin/chromium";

/** It is to load our page, and to call nobody else. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The page that a script runs in, by path on the server it calls. It reports by `#report`. */
const page = { html: "/page.html", script: "/page.js" };

/** What a server has to serve for {@link openPage}. */
export const pagesFor = (script: string): Readonly<Record<string, string>> => ({
  [page.html]: `<!doctype html><pre id="report"></pre><script type="module" src="${page.script}"></script>`,
  [page.script]: script,
});

/** Starts a browser without a window. */
export function launch(executablePath: string): Promise<Browser> {
  return browserType.launch({ executablePath, args, headless: true });
}

/** Opens the page of a server, and gives what its script reports. */
export async function openPage(executablePath: string, baseUrl: string): Promise<string> {
  const browser = await launch(executablePath);
  try {
    const tab = await browser.newPage();
    await tab.goto(baseUrl + page.html);
    return (await tab.textContent("#report:not(:empty)", { timeout: 120_000 })) ?? "";
  } finally {
    await browser.close();
  }
}

export const chromium: Runtime = {
  name: "Chromium",
  userAgent: /HeadlessChrome\//,
  executable: existsSync(path) ? path : undefined,
  run: async (executable, baseUrl) => reportOf(await openPage(executable, baseUrl)),
};
