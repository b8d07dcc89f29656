import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";

/** How a page is read. */
export interface Setting {
  readonly colorScheme: "light" | "dark";
  /** Of the window, in CSS pixels. */
  readonly width: number;
}

/** A page that is open, and what has been heard from it. */
export interface Reader extends AsyncDisposable {
  readonly page: Page;
  /** The addresses of all requests. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console, errors that nobody caught, and violations of the page's policy. */
  readonly complaints: readonly string[];
}

/** A finding of axe-core that keeps somebody from reading. */
export interface Barrier {
  readonly impact: string;
  readonly rule: string;
  readonly places: readonly string[];
}

const HEIGHT = 844;
const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Opens a page in a browser without a past, and waits for its heading. */
export async function openReader(browser: Browser, url: string, setting: Setting): Promise<Reader> {
  const { colorScheme, width } = setting;
  const context = await browser.newContext({
    ...{ colorScheme, viewport: { width, height: HEIGHT } },
    // Colours are compared as they are in the end, not while they fade in.
    reducedMotion: "reduce",
  });
  // A large page takes its time on a busy machine.
  context.setDefaultTimeout(240_000);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  await page.exposeFunction("tellViolation", (text: string) => complaints.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      Reflect.get(globalThis, "tellViolation")(`${effectiveDirective} ${blockedURI}`);
    });
  });
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  return { page, requests, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Goes down the page to its end, which moves on the way, so that all of it has been in sight once and is there. */
export async function readToEnd(page: Page): Promise<void> {
  while (await scrollOn(page)) await settle(page);
}

/** Scrolls down by a window's height; tells whether there was anything left to scroll to. */
async function scrollOn(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { scrollingElement } = document;
    if (!scrollingElement) return false;
    const left = scrollingElement.scrollHeight - scrollingElement.scrollTop - innerHeight;
    scrollingElement.scrollBy({ top: innerHeight, behavior: "instant" });
    return left >= 1;
  });
}

/** Waits until nothing is added to the page any more, for two frames on end. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    let changed = true;
    const observer = new MutationObserver(() => {
      changed = true;
    });
    observer.observe(document.body, { childList: true, subtree: true });
    while (changed) {
      changed = false;
      await frame();
      await frame();
    }
    observer.disconnect();
  });
}

/** What a page is judged by: most of the time goes into contrast. */
export type Judged = "all" | "contrast" | "all but contrast";

const CONTRAST = "color-contrast";
const rules: Readonly<Record<Judged, object>> = {
  all: {},
  contrast: { runOnly: [CONTRAST] },
  "all but contrast": { rules: { [CONTRAST]: { enabled: false } } },
};

/** What axe-core finds on the page once it is at rest, serious or critical. */
export async function findBarriers(page: Page, judged: Judged = "all"): Promise<readonly Barrier[]> {
  await settle(page);
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  return page.evaluate(async (asked) => {
    const { violations } = await Reflect.get(globalThis, "axe").run({
      resultTypes: ["violations"],
      ...asked,
    });
    return violations
      .filter(({ impact }: { impact: string }) => impact === "serious" || impact === "critical")
      .map(({ impact, id, nodes }: { impact: string; id: string; nodes: { html: string }[] }) => ({
        impact,
        rule: id,
        places: nodes.map(({ html }) => html.slice(0, 200)),
      }));
  }, rules[judged]);
}
