import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "@hostscan/client/test/chromium";
import { runtimeGate } from "@hostscan/client/test/runtime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBarriers, type Judged, openReader, readToEnd, type Setting } from "./reader.ts";
import { type Stage, setStage } from "./stage.ts";

const gate = runtimeGate(chromium);
const site = fileURLToPath(new URL("./", import.meta.resolve("@hostscan/reference/site/index.html")));
const folders = (await readdir(site, { recursive: true }))
  .filter((path) => /(^|\/)index\.html$/.test(path))
  .map((path) => path.slice(0, -"index.html".length));

/** Each page by itself; what is dark is looked at where the reader chooses between dark and light. */
const readings: readonly (Setting & { readonly folder: string; readonly judged: Judged })[] = folders.flatMap(
  (folder) => [
    { folder, colorScheme: "light", width: 1280, judged: "all" },
    // Its colours are those of the wide one.
    { folder, colorScheme: "light", width: 390, judged: "all but contrast" },
  ],
);

describe.skipIf(gate.skip)(`the pages in ${gate.title}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test("there are pages", () => {
    expect(folders).toContain("");
    expect(folders).toContain("review/");
  });

  test.each(readings)(
    "/docs/$folder, $colorScheme, $width pixels wide: nothing keeps anybody from reading",
    async ({ folder, judged, ...setting }) => {
      const url = stage.docsUrl + folder;
      await using reader = await openReader(stage.browser, url, setting);
      await readToEnd(reader.page);

      expect(await findBarriers(reader.page, judged)).toEqual([]);
      expect(reader.complaints).toEqual([]);
      expect(new Set(reader.requests.map((request) => new URL(request).origin))).toEqual(
        new Set([new URL(url).origin]),
      );
      const width = await reader.page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(setting.width);
    },
  );

  test.each(folders)(
    "/docs/%s is dark where the system is, until the reader says otherwise",
    async (folder) => {
      await using reader = await openReader(stage.browser, stage.docsUrl + folder, {
        colorScheme: "dark",
        width: 1280,
      });
      const { page } = reader;
      const lightness = () =>
        page.evaluate(() => {
          const [red = 0, green = 0, blue = 0] =
            getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? [];
          return (Number(red) + Number(green) + Number(blue)) / (3 * 255);
        });
      expect(await lightness()).toBeLessThan(0.2);
      await readToEnd(page);
      expect(await findBarriers(page, "contrast")).toEqual([]);

      const dark = page.getByRole("button", { name: "Dark", exact: true });
      expect(await dark.getAttribute("aria-pressed")).toBe("true");
      await dark.click();
      expect(await dark.getAttribute("aria-pressed")).toBe("false");
      expect(await page.locator("body.dark-mode").count()).toBe(0);
      expect(await lightness()).toBeGreaterThan(0.9);
      await page.reload();
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      expect(await lightness()).toBeGreaterThan(0.9);
    },
  );

  test.each(folders)("/docs/%s can be skipped to its content by keyboard", async (folder) => {
    await using reader = await openReader(stage.browser, stage.docsUrl + folder, {
      colorScheme: "light",
      width: 1280,
    });
    const { page } = reader;
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.textContent()).toBe("Skip to the content");
    expect((await focused.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.closest("main")?.id)).toBe("main");
  });
});
