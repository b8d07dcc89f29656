import { expect, test } from "vitest";
import { blocks, inline } from "./render.ts";

test("Markdown of one line becomes markup", async () => {
  expect(String(await inline("**Bold**, `a < b` & [there](https://example.com/a?b&c)"))).toBe(
    '<strong>Bold</strong>, <code>a &lt; b</code> &amp; <a href="https://example.com/a?b&amp;c">there</a>',
  );
});

test.each([
  ["a script", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
  ["an image with a handler", '<img src=x onerror="a()">', "&lt;img src=x onerror=&quot;a()&quot;&gt;"],
  ["a script's address", "[**click**](javascript:alert(1))", "<strong>click</strong>"],
  ["markup in the text of no link", "[<b>x</b>](a.md)", "&lt;b&gt;x&lt;/b&gt;"],
  ["an image from elsewhere", '![al"t](https://example.com/a.png)', "al&quot;t"],
])("%s of a hostile author (fixture) is shown as text", async (_what, text, shown) => {
  expect(String(await inline(text))).toBe(shown);
  expect(String(await blocks(text, 2))).toContain(shown);
});

test("headings start at the level that they are given, and end at the sixth", async () => {
  expect(String(await blocks("# One\n\n###### Six", 3))).toBe("<h3>One</h3>\n<h6>Six</h6>\n");
});
