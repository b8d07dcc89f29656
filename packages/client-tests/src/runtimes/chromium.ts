import { existsSync } from "node:fs";
import { chromium as browserType } from "playwright-core";
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

/** The page that the scenario runs in, by path on the server it calls. */
export const page = { html: "/scenario.html", script: "/scenario.js" };

export const chromium: Runtime = {
  name: "Chromium",
  userAgent: /HeadlessChrome\//,
  executable: existsSync(path) ? path : undefined,
  async run(executablePath, baseUrl) {
    const browser = await browserType.launch({ executablePath, args, headless: true });
    try {
      const tab = await browser.newPage();
      await tab.goto(baseUrl + page.html);
      return reportOf(await tab.innerText("#report:not(:empty)", { timeout: 20_000 }));
    } finally {
      await browser.close();
    }
  },
};
