import { chromium } from "@hostscan/client/test/chromium";
import { runtimeGate } from "@hostscan/client/test/runtime";
import { openapiDocument } from "@hostscan/contract/document";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { findBarriers, openReader, readToEnd } from "./reader.ts";
import { type Stage, setStage } from "./stage.ts";

const gate = runtimeGate(chromium);
const desk = { colorScheme: "light", width: 1280 } as const;
const phone = { colorScheme: "dark", width: 390 } as const;
const operations = z
  .array(
    z.object({
      summary: z.string(),
      "x-codeSamples": z.tuple([z.object({ source: z.string() })], z.unknown()),
    }),
  )
  .parse(Object.values(openapiDocument.paths).flatMap((methods) => Object.values(methods)));
const LIST = "List host scan jobs";

/** Opens what tries an operation, from the navigation of a wide window. */
async function openTrial(page: Page, summary: string): Promise<void> {
  const section = page.getByRole("region", { name: summary, exact: true });
  await page.getByRole("link", { name: new RegExp(`^${summary}`) }).click();
  await section.getByRole("button", { name: "Test Request" }).click();
  await page.getByRole("dialog", { name: "API Client" }).waitFor();
}

/** Sends the call that is open, and gives the status and the body of the answer as the page shows them. */
async function send(page: Page): Promise<{ status: string; body: string }> {
  const client = page.getByRole("dialog", { name: "API Client" });
  await client.getByRole("button", { name: /^Send .* request to/ }).click();
  const status = client.getByText(/^\d{3} [A-Z]/);
  await status.waitFor();
  const body = client.locator(".cm-content").last();
  const [answered, content] = await Promise.all([status.textContent(), body.textContent()]);
  return { status: answered?.trim() ?? "", body: content ?? "" };
}

describe.skipIf(gate.skip)(`the API reference in ${gate.title}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test("it has every operation of the document, by its summary, with its own samples", async () => {
    await using reader = await openReader(stage.browser, stage.docsUrl, desk);
    await readToEnd(reader.page);
    const headings = await reader.page.getByRole("heading").allTextContents();
    expect(operations.length).toBeGreaterThan(10);
    expect(headings.map((heading) => heading.trim())).toEqual(
      expect.arrayContaining(operations.map(({ summary }) => summary)),
    );
    const text = await reader.page.locator("main").textContent();
    for (const { "x-codeSamples": samples } of operations) {
      const [firstLine = ""] = samples[0].source.split("\n");
      expect(text).toContain(firstLine);
    }
  });

  test("a call is tried on the server that the page is from, and nothing of the token is kept", async () => {
    await using reader = await openReader(stage.browser, stage.docsUrl, desk);
    const { page } = reader;
    await page.getByRole("textbox", { name: "Bearer Token" }).fill(stage.token);
    await openTrial(page, LIST);
    expect(await send(page)).toEqual({ status: "200 OK", body: "[]" });

    expect(await findBarriers(page)).toEqual([]);
    expect(reader.complaints).toEqual([]);
    const api = new URL("../api/v1/HostScanJob", stage.docsUrl).href;
    expect(reader.requests.at(-1)).toBe(api);
    const kept = await page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      cookies: document.cookie,
    }));
    expect(kept).toEqual({ local: {}, session: {}, databases: [], caches: [], cookies: "" });
    await page.reload();
    expect(await page.getByRole("textbox", { name: "Bearer Token" }).inputValue()).toBe("");
  });

  test("a token that is none is answered with a problem, which a phone shows, too", async () => {
    await using reader = await openReader(stage.browser, stage.docsUrl, phone);
    const { page } = reader;
    await page.getByRole("button", { name: "Open Menu" }).click();
    await openTrial(page, LIST);
    await page.getByRole("dialog").getByRole("textbox", { name: "Bearer Token" }).fill("nonsense");
    const { status, body } = await send(page);
    expect(status).toBe("401 Unauthorized");
    expect(body).toContain("urn:hostscan:problem:unauthenticated");
    expect(await findBarriers(page)).toEqual([]);
  });

  test("what an answer holds is shown as text, whatever it is", async () => {
    await using reader = await openReader(stage.browser, stage.docsUrl, desk);
    const { page } = reader;
    await page.getByRole("textbox", { name: "Bearer Token" }).fill(stage.token);
    await openTrial(page, "Validate imported hosts");
    const dnsHostName = "<img src=x onerror=document.title='run'><script>document.title='run'</script>";
    const client = page.getByRole("dialog", { name: "API Client" });
    await client
      .locator(".cm-content")
      .first()
      .fill(JSON.stringify([{ dnsHostName }]));
    const { status, body } = await send(page);
    expect(status).toBe("200 OK");
    expect(body).toContain(`"dnsHostName": "${dnsHostName}"`);

    expect(await client.locator("img, script, iframe").count()).toBe(0);
    expect(await page.title()).toBe("API reference · Hostscan");
    expect(reader.complaints).toEqual([]);
  });

  test("without scripts the page leads to what can be read without", async () => {
    const context = await stage.browser.newContext({ javaScriptEnabled: false });
    try {
      const page = await context.newPage();
      await page.goto(stage.docsUrl);
      const main = page.locator("main#main");
      await main.getByRole("heading", { level: 1 }).waitFor();
      expect(await page.getByText("The reference is being loaded.").isVisible()).toBe(false);
      const links = await main.getByRole("link").all();
      expect(links).toHaveLength(2);
      for (const link of links) {
        const href = (await link.getAttribute("href")) ?? "";
        expect((await context.request.get(new URL(href, page.url()).href)).status()).toBe(200);
      }
    } finally {
      await context.close();
    }
  });

  test("search, navigation and operations are stops of the keyboard, and each is seen", async () => {
    await using reader = await openReader(stage.browser, stage.docsUrl, desk);
    const { page } = reader;
    await page.getByRole("link", { name: new RegExp(`^${LIST}`) }).waitFor();
    const stops: string[] = [];
    const unseen: string[] = [];
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press("Tab");
      const { name, seen } = await page.evaluate(() => {
        const focused = document.activeElement;
        if (!(focused instanceof HTMLElement)) return { name: "", seen: false };
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
        const outlined = outlineStyle !== "none" && outlineWidth !== "0px";
        return { name: focused.textContent.trim(), seen: outlined || boxShadow !== "none" };
      });
      stops.push(name);
      if (!seen) unseen.push(name);
    }
    expect(stops).toEqual(expect.arrayContaining(["API reference", "Review", "Dark"]));
    expect(stops.some((name) => name.startsWith("Open Search"))).toBe(true);
    expect(stops.some((name) => name.includes(LIST))).toBe(true);
    expect(unseen).toEqual([]);
  });

  test("search finds an operation, by keyboard alone", async () => {
    await using reader = await openReader(stage.browser, stage.docsUrl, desk);
    const { page } = reader;
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox");
    await field.fill("newest job");
    await page
      .getByRole("option", { name: /Get the newest job of a host/ })
      .first()
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await field.getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#.*GET\/api\/v1\/HostScanJob\/ByHostId/);
  });
});
