import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { expect, test } from "vitest";
import { project } from "./project.ts";

const hostile =
  "``` </details> ````\\n<img src=x onerror=alert(1)> @octocat #1 | \\u202e \\u001b[31m [a](javascript:b) https://evil.example";
const quoted = `"${hostile}"`;

/** The report as a page, with all HTML let through, as nobody should. */
const page = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

/** What a page has besides text that is shown as code. */
const besideCode = (html: string): string => html.replaceAll(/<code[^>]*>[^<]*<\/code>/g, "");

test("what a document says is shown, and is neither markup nor a mention (fixture)", async () => {
  const { edit, review } = await project();
  const name = "openapi/schemas/DnsHostName.yaml";
  await edit(name, /^description: .*$/m, `description: ${quoted}\npattern: ${quoted}`);
  await edit(
    "openapi/schemas/ValidationError.yaml",
    "properties:\n",
    `properties:\n  ${quoted}:\n    type: string\n`,
  );
  const { code, output } = await review();
  expect(code).toBe(1);
  for (const part of ["### Lint", "### Changes of the document", "### Generated types"])
    expect(output).toContain(part);
  const html = page(output);
  expect(html.match(/&lt;img src=x onerror=alert\(1\)&gt; @octocat #1 \|/g)?.length).toBeGreaterThanOrEqual(
    4,
  );
  expect(besideCode(html)).not.toMatch(/octocat|<img|<a |#1|evil/);
  expect(html.match(/<\/details>/g)?.length ?? 0).toBe(html.match(/<details/g)?.length ?? 0);
  for (const unseen of ["\u202e", "\u001b"]) expect(output).not.toContain(unseen);
  expect(output).toContain("\\u202e");
});
