import { chromium } from "@hostscan/client/test/chromium";
import { runtimeGate } from "@hostscan/client/test/runtime";
import { openapiDocument } from "@hostscan/contract/document";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBarriers, openReader, readToEnd } from "./reader.ts";
import { type Stage, setStage } from "./stage.ts";

const gate = runtimeGate(chromium);
const desk = { colorScheme: "light", width: 1280 } as const;
const phone = { colorScheme: "dark", width: 390 } as const;
const operations = Object.values(openapiDocument.paths).flatMap((methods) => Object.values(methods));
const operationIds = operations.map(({ operationId }) => `${operationId}`);
const COVERAGE = "Declared answers by operation and status";

/** Opens what is folded on the page, of the many examples the first few. */
async function unfold(page: Page): Promise<void> {
  const folded = await page.locator("details:not(.example)").all();
  const examples = await page.locator("details.example").all();
  for (const details of [...folded, ...examples.slice(0, 5)]) await details.locator("summary").click();
}

/** How far from the window's top the reference shows what a fragment names, in pixels; infinite where it does not. */
async function topOf(page: Page, fragment: string): Promise<number> {
  return page.evaluate(
    (name) => {
      const places = [...document.querySelectorAll("[id]")].filter(({ id }) => id.endsWith(name));
      return Math.min(...places.map((place) => Math.abs(place.getBoundingClientRect().top)));
    },
    decodeURIComponent(fragment.slice(1)),
  );
}

describe.skipIf(gate.skip)(`the review page in ${gate.title}`, () => {
  let stage: Stage;
  let url: string;
  beforeAll(async () => {
    stage = await setStage();
    url = `${stage.docsUrl}review/`;
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test("the contents lead to every part, by keyboard", async () => {
    await using reader = await openReader(stage.browser, url, desk);
    const { page } = reader;
    const contents = page.getByRole("navigation", { name: "Contents" });
    const links = await contents.getByRole("link").all();
    expect(links.length).toBeGreaterThan(operationIds.length + 6);
    for (const link of links) {
      await link.focus();
      await page.keyboard.press("Enter");
      const heading = page.locator(":target");
      expect(await heading.evaluate(({ tagName }) => tagName)).toMatch(/^H[23]$/);
      // Not below the bar that stays at the top.
      expect((await heading.boundingBox())?.y).toBeGreaterThan(47);
    }
  });

  test("each operation of the table leads to where the reference shows it", async () => {
    await using reader = await openReader(stage.browser, url, desk);
    const { page } = reader;
    const table = page.getByRole("region", { name: COVERAGE });
    const rows = table.getByRole("rowheader");
    const ids = (await rows.allInnerTexts()).map((text) => text.trim());
    expect(ids.toSorted()).toEqual(operationIds.toSorted());
    const fragments = await table
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => (link instanceof HTMLAnchorElement ? link.hash : "")));
    await table.getByRole("link").last().click();
    await expect.poll(() => topOf(page, fragments.at(-1) ?? "")).toBeLessThan(400);
    expect(new URL(page.url()).pathname).toBe("/docs/");
    await page.evaluate(() => scrollTo(0, 0));
    await readToEnd(page);
    for (const fragment of fragments) expect(await topOf(page, fragment), fragment).not.toBe(Infinity);
    expect(reader.complaints).toEqual([]);
  });

  test("the document is there as JSON and as YAML", async () => {
    await using reader = await openReader(stage.browser, url, desk);
    const { page } = reader;
    const read = async (name: string) => {
      const address = await page.getByRole("link", { name }).evaluate((link) => Reflect.get(link, "href"));
      return page.request.get(String(address));
    };
    expect(await (await read("as JSON")).json()).toEqual(openapiDocument);
    const yaml = await read("as YAML");
    expect(yaml.status()).toBe(200);
    expect(await yaml.text()).toContain(`version: ${openapiDocument.info.version}\n`);
  });

  test("what is wider than a phone scrolls within itself, by keyboard", async () => {
    await using reader = await openReader(stage.browser, url, phone);
    const { page } = reader;
    const table = page.getByRole("region", { name: COVERAGE });
    await table.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => table.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
    const name = table.getByRole("rowheader").first();
    expect((await name.boundingBox())?.x).toBe((await table.boundingBox())?.x);
  });

  test("tables are tables to a screen reader, also where a phone shows their rows as cards", async () => {
    await using reader = await openReader(stage.browser, url, phone);
    const table = reader.page.getByRole("table", { name: "From the public reference to the document" });
    expect(await table.getByRole("row").count()).toBeGreaterThan(9);
    const row = table.getByRole("row").nth(1);
    expect((await row.boundingBox())?.height).toBeGreaterThan(200);
    expect(await row.getByRole("cell").count()).toBeGreaterThan(4);
    expect(await row.getByText("Path file", { exact: true }).isVisible()).toBe(true);
  });

  test.each([desk, phone])(
    "nothing that is folded keeps anybody from reading ($width pixels)",
    async (setting) => {
      await using reader = await openReader(stage.browser, url, setting);
      await unfold(reader.page);
      expect(await findBarriers(reader.page)).toEqual([]);
      expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        setting.width,
      );
    },
  );

  test("it can be read without a script", async () => {
    await using context = await stage.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(url);
    const example = page.locator("details.example").first();
    expect(await example.locator("pre").isVisible()).toBe(false);
    await example.locator("summary").click();
    expect(JSON.parse((await example.locator("pre").textContent()) ?? "")).toEqual(expect.anything());
    expect(await page.getByRole("table", { name: COVERAGE }).isVisible()).toBe(true);
  });

  test("on paper it is unfolded, dark on light, and without what leads around", async () => {
    await using reader = await openReader(stage.browser, url, { ...desk, colorScheme: "dark" });
    const { page } = reader;
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("details.example pre").first().isVisible()).toBe(true);
    expect(await page.getByRole("navigation", { name: "Contents" }).isVisible()).toBe(false);
    expect(await page.getByRole("banner").isVisible()).toBe(false);
    const [text, paper] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    expect([text, paper]).toEqual(["rgb(27, 37, 48)", "rgb(255, 255, 255)"]);
  });
});
