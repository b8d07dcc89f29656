import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { html } from "hono/html";
import { afterEach, beforeEach, expect, test } from "vitest";
import { asset } from "./asset.ts";
import type { Page } from "./page.ts";
import { writeSite } from "./write-site.ts";

const script = asset("made.js", "1;".repeat(1_000));
const text = "<b> & </script>";
const home: Page = { folder: "", title: "Home", main: html`<h1>${text}</h1>`, scripts: [script] };
const deep: Page = { folder: "a/b/", title: "Deep", main: html`<h1>Deep</h1>` };
const whole: Page = { folder: "whole/", title: "Whole", main: html`<div></div>`, application: true };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-site-"));
});
afterEach(() => rm(folder, { recursive: true }));

const written = (path: string) => readFile(join(folder, path), "utf8");
const policyOf = (page: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];

test("a page leads to the others and to its files from wherever it stands, and text in it stays text", async () => {
  await writeSite(folder, [home, deep]);
  const [top, below] = await Promise.all([written("index.html"), written("a/b/index.html")]);
  expect(top).toContain(`<script defer src="./${script.path}"></script>`);
  expect(top).toContain('<a href="./" aria-current="page">Home</a><a href="./a/b/">Deep</a>');
  expect(top).toContain("<h1>&lt;b&gt; &amp; &lt;/script&gt;</h1>");
  expect(below).toContain('<a href="../../">Home</a><a href="../../a/b/" aria-current="page">Deep</a>');
  const [, style = ""] = /<link rel="stylesheet" href="\.\.\/\.\.\/([^"]+)">/.exec(below) ?? [];
  expect(style).toMatch(/^assets\/site\.[0-9a-f]{10}\.css$/);
  expect(await written(style)).toContain("--accent");
});

test("a page loads its own files only; styles within it and calls are for what brings its own frame", async () => {
  await writeSite(folder, [home, whole]);
  const strict = policyOf(await written("index.html"))?.replaceAll("&#39;", "'");
  expect(strict?.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  const page = await written("whole/index.html");
  expect(policyOf(page)).toContain("connect-src *");
  expect(page).not.toContain("<main");
});

test("beside each file of some size lie its coded forms, and nothing is left of what was there", async () => {
  await writeFile(join(folder, "old.html"), "");
  await writeSite(folder, [home]);
  const br = brotliDecompressSync(await readFile(join(folder, `${script.path}.br`)));
  const gz = gunzipSync(await readFile(join(folder, `${script.path}.gz`)));
  expect([br, gz].map((each) => each.equals(script.content))).toEqual([true, true]);
  const names = await readdir(folder, { recursive: true });
  expect(names).not.toContain("old.html");
  expect(names.filter((name) => /icon.*\.(br|gz)$/.test(name))).toEqual([]);
});

test("an asset's name tells its content", () => {
  expect(script.path).toMatch(/^assets\/made\.[0-9a-f]{10}\.js$/);
  expect(asset("made.js", "2;").path).not.toBe(script.path);
});
